/** An encoder's derivative sessions, opened on first use and kept. */
import type { Encoder } from '../encoder/encoder.js';
import { type DerivativeGraph, type Mode, derivativeGraph } from './derivativeGraph.js';
import { PathSessions } from './pathSessions.js';

export class Derivatives {
  readonly #sessions = new Map<string, Promise<PathSessions>>();

  /** @param graphOf how graphs are built, where it is not the cheapest way that is wanted */
  constructor(
    readonly encoder: Encoder,
    private readonly graphOf: (
      encoder: Encoder,
      layer: number,
      mode: Mode,
    ) => DerivativeGraph = derivativeGraph,
  ) {}

  /** Throws UnsupportedNode. Cost, once per layer and mode: building a graph; it opens as it is used. */
  sessions(layer: number, mode: Mode): Promise<PathSessions> {
    const key = `${mode} ${layer}`;
    let sessions = this.#sessions.get(key);
    if (!sessions) {
      sessions = this.#build(layer, mode);
      this.#sessions.set(key, sessions);
      // A failed build is forgotten, so that the next request tries again.
      sessions.catch(() => this.#sessions.delete(key));
    }
    return sessions;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what building throws is a rejection
  async #build(layer: number, mode: Mode): Promise<PathSessions> {
    const graph = this.graphOf(this.encoder, layer, mode);
    return new PathSessions(graph, (one) => this.encoder.open(one));
  }

  async release(): Promise<void> {
    const sessions = await Promise.allSettled(this.#sessions.values());
    this.#sessions.clear();
    const built = sessions.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await Promise.all(built.map((one) => one.release()));
  }
}
