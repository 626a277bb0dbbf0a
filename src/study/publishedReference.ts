import type { ReferenceOption } from '../attribution/reference.js';
import { InputError } from '../attribution/inputError.js';
import type { StudyModel } from './study.js';

/**
 * The reference of the published approximation: padding (Möller, Nikolaev & Padó 2024). [UNK] where a
 * vocabulary has none, [MASK] where it has neither. Throws InputError.
 */
export function publishedReference({ name, reader }: StudyModel): ReferenceOption & string {
  const { special } = reader.tokenizer;
  const found = (['pad', 'unk', 'mask'] as const).find((key) => special[key] !== undefined);
  if (found) return found;
  throw new InputError(
    `Reference: expected a padding, unknown or mask token in the vocabulary of ${name}, got none`,
  );
}
