import type { Estimation as Found } from '../attribution/estimates/method.js';
import type { Estimation } from '../protocol.js';

/** How contributions were found, as the wire and saved files have it: without typed arrays. */
export function wireMethod({ standardError, ...method }: Found): Estimation {
  return standardError ? { ...method, standardError: [...standardError] } : method;
}
