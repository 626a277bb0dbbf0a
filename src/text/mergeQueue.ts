/**
 * Merges that can be made, lowest rank first, then leftmost. Rank and position are packed into
 * one number, so that a heap of a million of them is one flat array. Cost: log n a call.
 */
export class MergeQueue {
  private readonly heap: number[] = [];

  /** Rank below 2^24, position below 2^28. */
  push(rank: number, position: number): void {
    const { heap } = this;
    const item = rank * POSITIONS + position;
    let at = heap.length;
    heap.push(item);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt] ?? 0;
      if (parent <= item) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = item;
  }

  pop(): { rank: number; position: number } | null {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined) return null;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++;
      const least = heap[child] ?? 0;
      if (least >= last) break;
      heap[at] = least;
      at = child;
    }
    if (heap.length > 0) heap[at] = last;
    return { rank: Math.floor(top / POSITIONS), position: top % POSITIONS };
  }
}

const POSITIONS = 2 ** 28;
