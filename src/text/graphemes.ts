const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** UTF-16 units given to the segmenter at once: its cost per grapheme grows with the text it holds. */
const WINDOW = 256;

/**
 * Grapheme clusters as [start, end) in UTF-16 units. ASCII between ASCII is a cluster a character,
 * CR LF apart; the rest is segmented in windows, each beginning where a cluster ended, which
 * cannot change where later ones end. Cost: linear.
 */
export function* graphemes(text: string): Generator<[number, number]> {
  let at = 0;
  for (const run of text.matchAll(/\r\n|[\0-\x7f]?[^\0-\x7f]+/g)) {
    for (; at < run.index; at++) yield [at, at + 1];
    const end = at + run[0].length;
    for (let size = WINDOW; at < end;) {
      const before = at;
      const to = Math.min(end, at + size);
      for (const { segment } of segmenter.segment(text.slice(at, to))) {
        // What touches the window's end may go on beyond it.
        if (at + segment.length === to && to < end) break;
        yield [at, at + segment.length];
        at += segment.length;
      }
      size = at === before ? size * 2 : WINDOW;
    }
  }
  for (; at < text.length; at++) yield [at, at + 1];
}
