/** An encoder's derivative sessions, opened on first use and kept. */
import type { Encoder } from '../encoder/encoder.js';
import type { Session } from '../encoder/runtime.js';
import { type Mode, derivativeGraph } from './derivativeGraph.js';

export class Derivatives {
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(readonly encoder: Encoder) {}

  /** Throws UnsupportedNode, RunError. Cost, once per layer and mode: building and opening a graph. */
  session(layer: number, mode: Mode): Promise<Session> {
    const key = `${mode} ${layer}`;
    let session = this.#sessions.get(key);
    if (!session) {
      session = this.#open(layer, mode);
      this.#sessions.set(key, session);
      // A failed build is forgotten, so that the next request tries again.
      session.catch(() => this.#sessions.delete(key));
    }
    return session;
  }

  async #open(layer: number, mode: Mode): Promise<Session> {
    return this.encoder.open(derivativeGraph(this.encoder, layer, mode));
  }

  async release(): Promise<void> {
    const sessions = await Promise.allSettled(this.#sessions.values());
    this.#sessions.clear();
    const open = sessions.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await Promise.all(open.map((session) => session.release()));
  }
}
