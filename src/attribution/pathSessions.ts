/**
 * The sessions of one derivative graph. Directions that fit into one run take the whole graph; for
 * more, what all directions share runs once a quadrature node, then the rest on its results, chunk by
 * chunk. Passing results on costs more than it saves when there is one chunk.
 */
import type { Session, Tensors } from '../encoder/runtime.js';
import type { Graph } from '../onnx/graph.js';
import type { DerivativeGraph } from './derivativeGraph.js';

interface Stages {
  /** undefined: nothing is shared. */
  readonly first: Session | undefined;
  readonly second: Session;
}

export class PathSessions {
  readonly #whole: Lazy<Session>;
  readonly #stages: Lazy<Stages>;
  /**
   * Shared results of an earlier node that nobody reads any more, for a text of so many tokens. The
   * next node's overwrite them; between texts the garbage collector may have them.
   */
  #spare: { readonly tokens: number; readonly values: WeakRef<Tensors> } | undefined;

  constructor(graph: DerivativeGraph, open: (graph: Graph) => Promise<Session>) {
    this.#whole = new Lazy(() => open(graph.whole));
    this.#stages = new Lazy(async () => {
      const { first, second } = graph.stages();
      return {
        first: first.outputs.length > 0 ? await open(first) : undefined,
        second: await open(second),
      };
    });
  }

  /**
   * The graph's outputs for each seed, given the path and α, in turn.
   * @param before called before every run; whatever it throws ends the matter
   * Throws RunError. Cost: a run of the whole graph for one seed; else one of what all share, and one
   * of the rest per seed.
   */
  async *at(
    feeds: Tensors,
    tokens: number,
    seeds: readonly Tensors[],
    before: () => void,
  ): AsyncGenerator<Tensors> {
    before();
    if (seeds.length === 1) {
      yield (await this.#whole.get()).run({ ...feeds, ...seeds[0] });
      return;
    }
    const { first, second } = await this.#stages.get();
    const shared = first ? await this.#shared(first, feeds, tokens) : {};
    for (const seed of seeds) {
      before();
      yield { ...shared, ...(await second.run({ ...feeds, ...shared, ...seed })) };
    }
    this.#spare = { tokens, values: new WeakRef(shared) };
  }

  async #shared(first: Session, feeds: Tensors, tokens: number): Promise<Tensors> {
    // Taken while in use: two texts' nodes may take turns.
    const spare = this.#spare?.tokens === tokens ? this.#spare.values.deref() : undefined;
    this.#spare = undefined;
    return first.run(feeds, spare);
  }

  async release(): Promise<void> {
    this.#spare = undefined;
    await (await this.#whole.opened())?.release();
    const stages = await this.#stages.opened();
    await stages?.first?.release();
    await stages?.second.release();
  }
}

/** Something opened when first asked for; a failure is forgotten, so that the next one tries again. */
class Lazy<T> {
  #value: Promise<T> | undefined;

  constructor(private readonly open: () => Promise<T>) {}

  get(): Promise<T> {
    if (this.#value) return this.#value;
    const value = this.open();
    value.catch(() => (this.#value = undefined));
    return (this.#value = value);
  }

  /** What is open, if anything. */
  opened(): Promise<T | undefined> {
    return this.#value?.catch(() => undefined) ?? Promise.resolve(undefined);
  }
}
