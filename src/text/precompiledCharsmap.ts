import { graphemes } from './graphemes.js';
import type { JsonReader } from './jsonReader.js';
import { Rewrite } from './rewrite.js';
import type { TrackedText } from './trackedText.js';

/**
 * SentencePiece's compiled character map: a double-array trie (Aoe 1989, as laid out by
 * darts-clone) from UTF-8 sequences to offsets into a blob of NUL-ended replacements.
 * Layout: u32 size of the trie in bytes, the trie in u32, the blob; all little-endian, in base64.
 */
export class PrecompiledCharsmap {
  private readonly cache = new Map<string, string | null>();

  private constructor(
    private readonly trie: Uint32Array,
    private readonly blob: Uint8Array,
  ) {}

  static parse(json: JsonReader): PrecompiledCharsmap {
    if (!json.present) return new PrecompiledCharsmap(new Uint32Array(0), new Uint8Array(0));
    const bytes = decodeBase64(json);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = bytes.length >= 4 ? view.getUint32(0, true) : -1;
    if (size < 0 || size % 4 !== 0 || 4 + size > bytes.length) {
      throw json.error('a character map with its whole trie');
    }
    const trie = Uint32Array.from({ length: size / 4 }, (_, i) => view.getUint32(4 + 4 * i, true));
    return new PrecompiledCharsmap(trie, bytes.subarray(4 + size));
  }

  /**
   * Replaces graphemes of at most five bytes that begin with a mapped sequence, and single
   * characters of the others: the original does precisely this. Cost: linear.
   */
  apply(source: TrackedText): TrackedText {
    const { text } = source;
    const rewrite = new Rewrite(source);
    let kept = 0;
    const replace = (from: number, to: number, replacement: string): void => {
      rewrite.keep(kept, from);
      kept = to;
      if (replacement !== '') rewrite.insert(replacement, source.span(from, to));
      else if (/^\p{M}+$/u.test(text.slice(from, to))) rewrite.absorb(source.span(from, to));
    };
    for (const [from, to] of graphemes(text)) {
      const grapheme = text.slice(from, to);
      const whole = utf8Length(grapheme) < 6 ? this.lookup(grapheme) : null;
      if (whole !== null) {
        replace(from, to, whole);
        continue;
      }
      let at = from;
      for (const character of grapheme) {
        const mapped = this.lookup(character);
        if (mapped !== null) replace(at, at + character.length, mapped);
        at += character.length;
      }
    }
    if (kept === 0) return source;
    rewrite.keep(kept, text.length);
    return rewrite.finish();
  }

  private lookup(key: string): string | null {
    let found = this.cache.get(key);
    if (found === undefined) {
      if (this.cache.size > 50_000) this.cache.clear();
      found = this.search(encoder.encode(key));
      this.cache.set(key, found);
    }
    return found;
  }

  /** The replacement of the shortest mapped prefix, null when there is none. */
  private search(key: Uint8Array): string | null {
    let at = offsetOf(this.trie[0] ?? 0);
    for (const byte of key) {
      if (byte === 0) return null;
      at ^= byte;
      const unit = this.trie[at];
      if (unit === undefined || (unit & 0x800000ff) >>> 0 !== byte) return null;
      at ^= offsetOf(unit);
      if ((unit & 0x100) !== 0) {
        const start = (this.trie[at] ?? 0) & 0x7fffffff;
        const end = this.blob.indexOf(0, start);
        return decoder.decode(this.blob.subarray(start, end === -1 ? this.blob.length : end));
      }
    }
    return null;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}

function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

function decodeBase64(json: JsonReader): Uint8Array {
  const text = json.string();
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw json.error('base64');
  return Uint8Array.from(Buffer.from(text, 'base64'));
}
