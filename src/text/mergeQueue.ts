/** A merge that can be made: its rank, the symbol on its left, and the token it makes. */
export interface QueuedMerge {
  readonly rank: number;
  readonly position: number;
  readonly id: number;
}

/** Binary heap: lowest rank first, then leftmost. Cost: log n a call. */
export class MergeQueue {
  private readonly heap: QueuedMerge[] = [];

  push(rank: number, position: number, id: number): void {
    const item = { rank, position, id };
    let at = this.heap.length;
    this.heap.push(item);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = this.heap[parentAt];
      if (!parent || !before(item, parent)) break;
      this.heap[at] = parent;
      at = parentAt;
    }
    this.heap[at] = item;
  }

  pop(): QueuedMerge | null {
    const top = this.heap[0];
    const last = this.heap.pop();
    if (!top || !last) return null;
    if (this.heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const left = this.heap[child];
      if (!left) break;
      const right = this.heap[child + 1];
      if (right && before(right, left)) child++;
      const least = right && before(right, left) ? right : left;
      if (!before(least, last)) break;
      this.heap[at] = least;
      at = child;
    }
    this.heap[at] = last;
    return top;
  }
}

function before(a: QueuedMerge, b: QueuedMerge): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.position < b.position);
}
