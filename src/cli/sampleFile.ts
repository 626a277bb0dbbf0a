import { readFile } from 'node:fs/promises';
import { type TextLines, textLines } from '../engine/textLines.js';
import { UsageError } from './usageError.js';

/** Texts of a file that an option names, one a line; undefined without the option. Throws UsageError, InputError. */
export async function sampleFile(
  option: string,
  file: string | undefined,
  fewest: number,
): Promise<TextLines | undefined> {
  if (file === undefined) return undefined;
  const bytes = await readFile(file).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? 'an error';
    throw new UsageError(`${option}: expected a readable file, got ${code} for ${file}`);
  });
  return textLines(option, file, bytes, fewest);
}
