import { InputError } from '../../attribution/inputError.js';

/** Far more than any study measures in a day; a larger file is a mistake. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * A file's text, without a byte order mark.
 * @param what for messages, such as "Pairs"
 * Throws InputError for bytes that are no UTF-8 text.
 */
export function decodeText(what: string, name: string, bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) {
    throw new InputError(
      `${what}: expected a file of at most ${MOST_BYTES / 2 ** 20} MiB, got ${bytes.length} bytes in ${name}`,
    );
  }
  if (bytes.includes(0)) {
    throw new InputError(`${what}: expected a UTF-8 text file, got other bytes in ${name}`);
  }
  try {
    // The decoder drops the byte order mark by itself.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${what}: expected UTF-8, got other bytes in ${name}`);
  }
}
