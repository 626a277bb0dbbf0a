/** y = x, element by element: derivatives pass as they are. */
import type { Rule } from '../../rule.js';

export const passThrough: Rule = {
  jvp: (_, [tangent]) => [tangent],
  vjp: (_, [cotangent]) => [cotangent],
};
