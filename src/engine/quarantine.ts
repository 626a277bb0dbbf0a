import { createHash } from 'node:crypto';
import type { ExplainRequest, MaskRequest } from './explain.js';

/** Requests remembered at most, so that a long session cannot grow the map without end. */
const capacity = 200;

/** Counts how often a request took the process down; after `limit` deaths it is refused. */
export class Quarantine {
  private readonly deaths = new Map<string, number>();

  constructor(private readonly limit = 2) {}

  /** Identity of a request across retries: a hash, so that no text is kept. */
  static key({ a, b, options, ...rest }: ExplainRequest | MaskRequest): string {
    return createHash('sha256')
      .update(JSON.stringify([a, b, options, rest]))
      .digest('base64');
  }

  recordDeath(key: string): void {
    const count = (this.deaths.get(key) ?? 0) + 1;
    this.deaths.delete(key);
    this.deaths.set(key, count);
    const oldest = this.deaths.keys().next();
    if (this.deaths.size > capacity && oldest.done !== true) this.deaths.delete(oldest.value);
  }

  refuses(key: string): boolean {
    return (this.deaths.get(key) ?? 0) >= this.limit;
  }

  clear(): void {
    this.deaths.clear();
  }
}
