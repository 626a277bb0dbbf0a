import type { Piece } from './tokenModel.js';

/** The symbols of a word under merging: a doubly linked list in flat arrays, -1 for none. */
export class SymbolList {
  private readonly ids: Int32Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private readonly nexts: Int32Array;
  private readonly previouses: Int32Array;
  length = 0;

  constructor(capacity: number) {
    this.ids = new Int32Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.nexts = new Int32Array(capacity);
    this.previouses = new Int32Array(capacity);
  }

  append(id: number, start: number, end: number): void {
    const at = this.length++;
    this.ids[at] = id;
    this.starts[at] = start;
    this.ends[at] = end;
    this.previouses[at] = at - 1;
    this.nexts[at] = -1;
    if (at > 0) this.nexts[at - 1] = at;
  }

  /** -1 for a symbol that was merged into the one before it. */
  idAt(at: number): number {
    return this.ids[at] ?? -1;
  }

  next(at: number): number {
    return this.nexts[at] ?? -1;
  }

  previous(at: number): number {
    return this.previouses[at] ?? -1;
  }

  /** The symbol at `at` takes in the next one and becomes token `id`. */
  mergeWithNext(at: number, id: number): void {
    const right = this.next(at);
    const after = this.next(right);
    this.ids[at] = id;
    this.ends[at] = this.ends[right] ?? 0;
    this.nexts[at] = after;
    this.ids[right] = -1;
    if (after !== -1) this.previouses[after] = at;
  }

  pieces(): Piece[] {
    const pieces: Piece[] = [];
    for (let at = this.length === 0 ? -1 : 0; at !== -1; at = this.next(at)) {
      pieces.push({ id: this.idAt(at), start: this.starts[at] ?? 0, end: this.ends[at] ?? 0 });
    }
    return pieces;
  }
}
