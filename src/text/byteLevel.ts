import { Rewrite } from './rewrite.js';
import type { TrackedText } from './trackedText.js';

/**
 * The printable character GPT-2 gave each byte (Radford et al. 2019, `bytes_to_unicode`): bytes
 * that are visible Latin-1 keep their character, the rest count up from U+0100 (space is Ġ).
 */
const BYTE_CHARACTERS: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const visible =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCharCode(visible ? byte : next++);
  });
})();

/**
 * UTF-8 bytes, one character each. Every byte of a character stands for the whole of it, so
 * a token that holds part of a character is painted on all of it. Cost: linear.
 */
export function toByteCharacters(source: TrackedText): TrackedText {
  const { text } = source;
  if (/^[!-~]*$/.test(text)) return source;
  const rewrite = new Rewrite(source);
  let kept = 0;
  for (const match of text.matchAll(/[^!-~]/gu)) {
    rewrite.keep(kept, match.index);
    kept = match.index + match[0].length;
    rewrite.insert(byteCharactersOf(match[0]), source.span(match.index, kept));
  }
  rewrite.keep(kept, text.length);
  return rewrite.finish();
}

const encoder = new TextEncoder();
const byCharacter = new Map<string, string>();

function byteCharactersOf(character: string): string {
  let bytes = byCharacter.get(character);
  if (bytes === undefined) {
    bytes = Array.from(encoder.encode(character), (b) => BYTE_CHARACTERS[b]).join('');
    byCharacter.set(character, bytes);
  }
  return bytes;
}
