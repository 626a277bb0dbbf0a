/** A stretch of text as shown: itself, or a stand-in for a character that has no shape. */
export interface Piece {
  text: string;
  /** Name of the character that `text` stands for; null for the text itself. */
  name: string | null;
}

/** Unicode has pictures for these, but few fonts do. */
const c0 =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  );

const names: Readonly<Record<number, string>> = {
  0x007f: 'DEL',
  0x00a0: 'NBSP',
  0x00ad: 'SHY',
  0x034f: 'CGJ',
  0x061c: 'ALM',
  0x115f: 'HCF',
  0x1160: 'HJF',
  0x180e: 'MVS',
  0x200b: 'ZWSP',
  0x200c: 'ZWNJ',
  0x200d: 'ZWJ',
  0x200e: 'LRM',
  0x200f: 'RLM',
  0x2028: 'LSEP',
  0x2029: 'PSEP',
  0x202a: 'LRE',
  0x202b: 'RLE',
  0x202c: 'PDF',
  0x202d: 'LRO',
  0x202e: 'RLO',
  0x202f: 'NNBSP',
  0x2060: 'WJ',
  0x2066: 'LRI',
  0x2067: 'RLI',
  0x2068: 'FSI',
  0x2069: 'PDI',
  0x3164: 'HF',
  0xfeff: 'BOM',
  0xffa0: 'HWHF',
};

/**
 * Controls (C0, C1), blanks other than the space, zero-width and bidi controls, tags, interlinear
 * marks and lone surrogates.
 */
const invisible =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- both are looked for
  /\r\n|[\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u180e\u2000-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

function standIn(character: string): Piece {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\r\n') return { text: '↵', name: 'CRLF' };
  if (code === 0x0a) return { text: '↵', name: 'LF' };
  if (code === 0x09) return { text: '→', name: 'TAB' };
  const name = c0[code] ?? names[code] ?? hex(code);
  return { text: `⟨${name}⟩`, name };
}

const hex = (code: number) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;

/** Splits a text so that every character without a shape has one. */
export function visiblePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(invisible)) {
    if (isEmojiPart(text, match.index)) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), name: null });
    pieces.push(standIn(match[0]));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), name: null });
  return pieces;
}

const joined = /(?:\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})$/u;
const joining = /^\p{Extended_Pictographic}/u;
/** Black flag and tag letters so far: how the flags of England, Scotland and Wales are written. */
const taggedFlag = /\u{1f3f4}[\u{e0020}-\u{e007e}]*$/u;
const tagEnd = /^[\u{e0020}-\u{e007f}]/u;

/** Joiners and tags inside an emoji have a shape: that of the whole emoji. */
function isEmojiPart(text: string, at: number): boolean {
  const before = () => text.slice(Math.max(0, at - 16), at);
  if (text[at] === '\u200d') {
    return joined.test(before()) && joining.test(text.slice(at + 1, at + 3));
  }
  return tagEnd.test(text.slice(at, at + 2)) && taggedFlag.test(before());
}

/** The text in one line, every character visible. */
export const visibleText = (text: string): string =>
  visiblePieces(text)
    .map((piece) => piece.text)
    .join('');
