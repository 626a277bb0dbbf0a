import type { TrackedText } from './trackedText.js';

/** What becomes of the text a split pattern matched. */
export const SPLIT_BEHAVIORS = [
  'Removed',
  'Isolated',
  'MergedWithPrevious',
  'MergedWithNext',
  'Contiguous',
] as const;
export type SplitBehavior = (typeof SPLIT_BEHAVIORS)[number];

interface Part {
  from: number;
  to: number;
  readonly matched: boolean;
}

/** Splits at the matches of a global pattern; `invert` splits at what did not match. Cost: linear. */
export function split(
  source: TrackedText,
  pattern: RegExp | null,
  behavior: SplitBehavior,
  invert = false,
): TrackedText[] {
  const out: TrackedText[] = [];
  for (const part of merged(partsOf(source.text, pattern, invert), behavior)) {
    if (part.to > part.from) out.push(source.slice(part.from, part.to));
  }
  return out;
}

function partsOf(text: string, pattern: RegExp | null, invert: boolean): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of pattern === null ? [] : text.matchAll(pattern)) {
    const to = match.index + match[0].length;
    if (match.index > at) parts.push({ from: at, to: match.index, matched: invert });
    parts.push({ from: match.index, to, matched: !invert });
    at = to;
  }
  if (at < text.length) parts.push({ from: at, to: text.length, matched: invert });
  return parts;
}

function merged(parts: Part[], behavior: SplitBehavior): Part[] {
  switch (behavior) {
    case 'Isolated':
      return parts;
    case 'Removed':
      return parts.filter((p) => !p.matched);
    case 'Contiguous':
      return fold(parts, (part, previous) => part.matched === previous.matched);
    case 'MergedWithPrevious':
      return fold(parts, (part, previous) => part.matched && !previous.matched);
    case 'MergedWithNext':
      // Only the last of several matches in a row joins what follows.
      return fold(parts, (part, previous) => !part.matched && previous.matched);
  }
}

function fold(parts: Part[], joins: (part: Part, previous: Part) => boolean): Part[] {
  const out: Part[] = [];
  let previous: Part | undefined;
  for (const part of parts) {
    const last = out.at(-1);
    if (last && previous && joins(part, previous)) last.to = part.to;
    else out.push({ ...part });
    previous = part;
  }
  return out;
}
