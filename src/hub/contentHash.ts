/** The hashes by which the Hub names contents: SHA-256 for large files, git's SHA-1 for small ones. */
import { createHash, type Hash } from 'node:crypto';

/** A hash to feed the content to; `expected` tells the kind by its length. `size` in bytes. */
export function contentHash(expected: string, size: number): Hash {
  if (expected.length === 64) return createHash('sha256');
  // git hashes a header before the content.
  return createHash('sha1').update(`blob ${size}\0`);
}
