/** UTF-16 offsets into a document, half-open. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One replacement in a document: `length` characters from `offset` on became `inserted` new ones. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly inserted: number;
}

export interface Shifted {
  readonly span: Span;
  /** Something inside the span was removed or inserted. */
  readonly touched: boolean;
}

/**
 * Where a span is after an edit. Text inserted at either end stays outside; of an edit across an end
 * the new text stays outside too, so the span keeps only what was in it or was written into it.
 */
export function shiftSpan({ start, end }: Span, { offset, length, inserted }: Edit): Shifted {
  const editEnd = offset + length;
  const delta = inserted - length;
  if (editEnd <= start && (length > 0 || inserted > 0 || offset < start)) {
    return { span: { start: start + delta, end: end + delta }, touched: false };
  }
  if (offset >= end || (length === 0 && inserted === 0)) {
    return { span: { start, end }, touched: false };
  }
  if (offset < start && editEnd >= end) {
    const gone = offset + inserted;
    return { span: { start: gone, end: gone }, touched: true };
  }
  if (offset < start) {
    return { span: { start: offset + inserted, end: end + delta }, touched: true };
  }
  return { span: { start, end: editEnd <= end ? end + delta : offset }, touched: true };
}
