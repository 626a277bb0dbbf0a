/** Operators whose derivative is zero wherever it exists: no derivative flows through them. */
import type { Rule } from '../../rule.js';

export const flat: Rule = { jvp: () => [], vjp: () => [] };
