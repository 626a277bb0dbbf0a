/** The forward and the reverse derivative graph of a small graph, open in onnxruntime. */
import { type FindRule, cotangentsTo, tangentsFrom } from '../../src/autodiff/differentiate.js';
import { Emitter } from '../../src/autodiff/emitter.js';
import type { Runtime, Session, Tensors } from '../../src/encoder/runtime.js';
import type { Graph, Node, ValueInfo } from '../../src/onnx/graph.js';
import { subgraph } from '../../src/onnx/subgraph.js';
import type { ValueTypes } from '../../src/onnx/valueType.js';
import { modelOf, untyped } from './smallGraph.js';
import { assertClose, zerosOf } from './tensorArithmetic.js';

/** Where a derivative is taken: the graph's inputs, and its outputs there. */
export interface Point {
  readonly feed: Tensors;
  readonly value: Tensors;
}

export interface DerivativeOptions {
  readonly graph: Graph;
  readonly types: ValueTypes;
  readonly wrt: readonly string[];
  readonly outputs: readonly string[];
  readonly opset?: number | undefined;
  readonly findRule?: FindRule | undefined;
}

export class OpenDerivative {
  private constructor(
    readonly wrt: readonly string[],
    readonly outputs: readonly string[],
    private readonly forward: Session,
    private readonly reverse: Session,
  ) {}

  static async open(runtime: Runtime, options: DerivativeOptions): Promise<OpenDerivative> {
    const { graph, types, wrt, outputs, findRule } = options;
    const push = new Emitter('forward/');
    const tangents = tangentsFrom(graph, types, push, seedsOf(wrt), findRule);
    const pull = new Emitter('reverse/');
    const cotangents = cotangentsTo(graph, types, pull, wrt, seedsOf(outputs), findRule);
    return new OpenDerivative(
      wrt,
      outputs,
      await openGraph(runtime, options, { emit: push, seeds: wrt, of: outputs, tangents }),
      await openGraph(runtime, options, {
        emit: pull,
        seeds: outputs,
        of: wrt,
        tangents: cotangents,
      }),
    );
  }

  /** J v: tangents of the outputs [K, ..] from tangents of `wrt` [K, ..]. */
  async push(point: Point, v: Tensors): Promise<Tensors> {
    const run = await this.forward.run({ ...point.feed, ...named(this.wrt, v) });
    this.#assertPrimal(run, point);
    return derivativesOf(run, this.outputs, point.value, directionsOf(v));
  }

  /** Jᵀ u: cotangents of `wrt` [K, ..] from cotangents of the outputs [K, ..]. */
  async pull(point: Point, u: Tensors): Promise<Tensors> {
    const run = await this.reverse.run({ ...point.feed, ...named(this.outputs, u) });
    this.#assertPrimal(run, point);
    return derivativesOf(run, this.wrt, point.feed, directionsOf(u));
  }

  async release(): Promise<void> {
    await this.forward.release();
    await this.reverse.release();
  }

  #assertPrimal(run: Tensors, { value }: Point): void {
    for (const name of this.outputs) assertClose(run[name], value[name], 0, `primal of ${name}`);
  }
}

interface Part {
  readonly emit: Emitter;
  readonly seeds: readonly string[];
  readonly of: readonly string[];
  readonly tangents: ReadonlyMap<string, string>;
}

function openGraph(
  runtime: Runtime,
  { graph, outputs, opset }: DerivativeOptions,
  { emit, seeds, of, tangents }: Part,
): Promise<Session> {
  const copies = of.flatMap((name): Node[] => {
    const derivative = tangents.get(name);
    return derivative === undefined ? [] : [identity(derivative, `d/${name}`)];
  });
  const whole: Graph = {
    ...graph,
    inputs: [...graph.inputs, ...seeds.map(seedInfo)],
    initializers: new Map([...graph.initializers, ...emit.initializers]),
    nodes: [...graph.nodes, ...emit.nodes, ...copies],
  };
  const to = [...outputs, ...copies.flatMap((copy) => copy.outputs)].map(untyped);
  return runtime.open(modelOf(subgraph(whole, { to }), opset), { optimise: 'none' });
}

const seedsOf = (names: readonly string[]) =>
  new Map(names.map((name) => [name, `seed/${name}`] as const));

const seedInfo = (name: string): ValueInfo => ({
  name: `seed/${name}`,
  dtype: 'float32',
  dims: undefined,
});

const identity = (from: string, to: string): Node => ({
  name: to,
  opType: 'Identity',
  domain: '',
  inputs: [from],
  outputs: [to],
  attributes: new Map(),
});

const named = (names: readonly string[], seeds: Tensors): Tensors =>
  Object.fromEntries(
    names.flatMap((name) => {
      const seed = seeds[name];
      return seed ? [[`seed/${name}`, seed] as const] : [];
    }),
  );

const directionsOf = (seeds: Tensors) => Object.values(seeds)[0]?.dims[0] ?? 0;

/** Outputs `d/name` by name, checked to have the shape [K, ..]; absent ones are zero. */
function derivativesOf(
  run: Tensors,
  names: readonly string[],
  like: Tensors,
  directions: number,
): Tensors {
  return Object.fromEntries(
    names.map((name) => {
      const dims = [directions, ...(like[name]?.dims ?? [])];
      const derivative = run[`d/${name}`];
      if (derivative && derivative.dims.join() !== dims.join()) {
        throw new Error(
          `Check: expected d/${name} of shape [${dims.join()}], got [${derivative.dims.join()}]`,
        );
      }
      return [name, derivative ?? zerosOf(dims)];
    }),
  );
}
