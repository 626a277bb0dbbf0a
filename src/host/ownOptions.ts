import type { ExplainOptions } from '../protocol.js';
import type { ExplainedPair } from './currentExplanation.js';
import { readExplainOptions, refuseUntrusted } from './settings.js';

/**
 * How an explanation was asked for, to ask the same again. Of one that came without its options, what it
 * says of itself, and controls and settings for the rest. Throws as `readExplainOptions`.
 */
export function ownOptions({ explanation, options }: ExplainedPair): ExplainOptions {
  if (options !== null) return refuseUntrusted(options);
  const { layer, level, method, reference } = explanation;
  const own = { layer, level, method: method.asked, reference: { id: reference.id } };
  return { ...readExplainOptions(), ...own };
}
