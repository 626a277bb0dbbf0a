import type { Boundaries } from './Boundaries.js';
import { addClauses } from './clauses.js';
import { isBlank, linesOf, type Line } from './lines.js';
import { addWords } from './wordBounds.js';

const sentences = new Intl.Segmenter('und', { granularity: 'sentence' });

/** Headings, list items, quotes and rows of tables begin anew even without a blank line. */
const BLOCK_START = /^\s*(?:#{1,6}\s|[-*+•]\s|\d{1,3}[.)]\s|>|\||```|~~~|={3,}|-{3,})/u;
/** What is not the end of a sentence although a full stop ends it. */
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|resp|ca|no|fig|eq|sec|ch|vol|p|pp|dr|mr|mrs|ms|prof|st|z\.b|d\.h|bzw|usw)\.\s*$/iu;
/** A line of at least so many characters was broken because it was full, or may have been. */
const FULL_LINE = 60;
const LONG_LINE = 40;

/** Marks words, clauses, sentences and paragraphs of prose. Cost: linear but for very long lines. */
export function addProse(bounds: Boundaries, text: string): void {
  const lines = linesOf(text);
  for (const line of lines) addWords(bounds, line.text, line.start, 'identifier');
  let block: Line[] = [];
  const flush = () => {
    const [first] = block;
    if (first) {
      bounds.add(first.start, 'symbol');
      addSentences(bounds, block);
    }
    block = [];
  };
  for (const line of lines) {
    if (isBlank(line)) flush();
    else {
      if (BLOCK_START.test(line.text)) flush();
      block.push(line);
    }
  }
  flush();
}

/** Sentences may run over the lines of a paragraph, but not over lines that were ended on purpose. */
function addSentences(bounds: Boundaries, block: readonly Line[]): void {
  let from = 0;
  while (from < block.length) {
    let to = from + 1;
    while (to < block.length && goesOn(block[to - 1], block[to])) to++;
    addSentencesOf(bounds, block.slice(from, to));
    from = to;
  }
}

function goesOn(line: Line | undefined, next: Line | undefined): boolean {
  const length = line?.text.trimEnd().length ?? 0;
  return length >= FULL_LINE || (length >= LONG_LINE && /^\s*\p{Ll}/u.test(next?.text ?? ''));
}

function addSentencesOf(bounds: Boundaries, lines: readonly Line[]): void {
  const start = lines[0]?.start ?? 0;
  // The segmenter ends a sentence at every line break.
  const text = lines.map((line) => line.text.padEnd(line.end - line.start)).join('');
  let from = 0;
  const end = (to: number) => {
    bounds.add(start + from, 'line');
    addClauses(bounds, text.slice(from, to), start + from);
    from = to;
  };
  for (const { index } of sentences.segment(text)) {
    if (index > 0 && !ABBREVIATION.test(text.slice(Math.max(0, index - 12), index))) end(index);
  }
  if (from < text.length) end(text.length);
}
