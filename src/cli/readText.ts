import { readFile } from 'node:fs/promises';
import { UsageError } from './usageError.js';

/** A text given on the command line or in a UTF-8 file. Throws UsageError in one sentence. */
export async function readText(
  name: 'a' | 'b',
  inline: string | undefined,
  file: string | undefined,
): Promise<string> {
  if (inline !== undefined && file !== undefined) {
    throw new UsageError(`Text ${name}: expected --${name} or --file-${name}, got both`);
  }
  if (inline !== undefined) return inline;
  if (file === undefined) {
    throw new UsageError(
      `Text ${name}: expected --${name} TEXT or --file-${name} FILE, got neither`,
    );
  }
  const bytes = await readFile(file).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? 'an error';
    throw new UsageError(`Text ${name}: expected a readable file, got ${code} for ${file}`);
  });
  if (bytes.includes(0)) {
    throw new UsageError(`Text ${name}: expected a text file, got a binary one: ${file}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`Text ${name}: expected UTF-8, got other bytes in ${file}`);
  }
}
