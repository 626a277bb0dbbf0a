/** Pieces of files, short as selections are: what a sample of a workspace consists of. */

/** Shorter ones say nothing; longer ones are cut, at the end of a line. */
const SHORTEST = 15;
const LONGEST = 600;

/** Paragraphs and blocks of code of a file, in order. Never a piece without a letter. */
export function textPieces(text: string): string[] {
  return text
    .split(/\r?\n[^\S\n]*\r?\n/)
    .map((block) => cutAtLine(block.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()))
    .filter((piece) => piece.trim().length >= SHORTEST && /\p{L}/u.test(piece));
}

function cutAtLine(block: string): string {
  if (block.length <= LONGEST) return block;
  const end = block.lastIndexOf('\n', LONGEST);
  // One long line: at the end of a character, not in the middle of one.
  return end > SHORTEST ? block.slice(0, end) : [...block.slice(0, LONGEST)].slice(0, -1).join('');
}

/** At most `most` items, spread evenly over the list. */
export function spread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from(
    { length: most },
    (_, n) => items[Math.floor((n * items.length) / most)] as Item,
  );
}
