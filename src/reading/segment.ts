import { Boundaries } from './Boundaries.js';
import { addCode } from './codeBounds.js';
import type { OutlineEntry, TextReading } from './levels.js';
import { isBlank, linesOf } from './lines.js';
import { outlineByIndentation } from './outlineByIndentation.js';
import { addProse } from './proseBounds.js';

/** A stretch of a text; UTF-16 offsets, half-open. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The units of a text, and what its symbols are called. */
export interface Segmentation {
  readonly bounds: Boundaries;
  readonly outline: readonly OutlineEntry[];
}

/**
 * Finds the units of a text at all levels at once, within `extent` and the rest of its first and last
 * line. Offsets are those of the whole text. Cost: linear in the stretch.
 */
export function segment(text: string, reading: TextReading, extent: Extent): Segmentation {
  const bounds = new Boundaries(text.length);
  const from = startOfLine(text, extent.start);
  const stretch = text.slice(from, endOfLine(text, extent.end));
  const inner = new Boundaries(stretch.length);
  if (reading.kind === 'code') addCode(inner, stretch);
  else addProse(inner, stretch);
  for (const level of ['word', 'part', 'identifier', 'statement', 'line', 'symbol'] as const) {
    for (const offset of inner.starts(level)) bounds.add(from + offset, level);
  }
  if (reading.kind === 'prose') return { bounds, outline: [] };
  const outline = outlineOf(text, reading);
  const lines = linesOf(text);
  bounds.add(from, 'symbol');
  for (const { start, end } of outline) {
    bounds.add(snap(lines, start), 'symbol');
    bounds.add(snapAfter(lines, end), 'symbol');
  }
  return { bounds, outline };
}

function outlineOf(text: string, { outline = [] }: TextReading): readonly OutlineEntry[] {
  return outline.length > 0 ? outline : outlineByIndentation(text);
}

function startOfLine(text: string, offset: number): number {
  return Math.max(0, text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1);
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** The start of the line that an offset is in. */
function snap(lines: ReturnType<typeof linesOf>, offset: number): number {
  return lines.findLast(({ start }) => start <= offset)?.start ?? 0;
}

/** The start of the first line with something on it that begins at or after an offset. */
function snapAfter(lines: ReturnType<typeof linesOf>, offset: number): number {
  return lines.find((line) => line.start >= offset && !isBlank(line))?.start ?? Infinity;
}
