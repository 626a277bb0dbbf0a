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
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    throw new InputError(
      `${what}: expected a UTF-8 text file, got other bytes in ${name}, ${placeOf(bytes, zero)}`,
    );
  }
  try {
    // The decoder drops the byte order mark by itself.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(
      `${what}: expected UTF-8, got other bytes in ${name}, ${placeOf(bytes, firstBad(bytes))}`,
    );
  }
}

/** Line and column of a byte, in characters from 1, as editors count them. */
function placeOf(bytes: Uint8Array, at: number): string {
  // Streaming leaves out a character that is cut off: it begins where the column is.
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, at), { stream: true });
  const before = text.split('\n');
  return `line ${before.length}, column ${[...(before.at(-1) ?? '')].length + 1}`;
}

/** Position of the first byte that no character goes on with. */
function firstBad(bytes: Uint8Array): number {
  const decodes = (end: number) => {
    try {
      // A character that is cut off at the end may yet be a good one.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
