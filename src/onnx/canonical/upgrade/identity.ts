/** Identity: its input under another name. */
import type { Rewrite } from '../Rewriting.js';

export const identity: Rewrite = (node) => [node.in(0)];
