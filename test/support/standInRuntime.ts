/** Runtimes that stand in for hardware which is not here: the processor's, made wrong in a chosen way. */
import { type Runtime, type Session, type Tensors, RunError } from '../../src/encoder/runtime.js';
import type { Graph, Model, Node } from '../../src/onnx/graph.js';

export interface Fault {
  /** Called before the n-th session is opened, counted from 0; throws where that is to fail. */
  readonly open?: (n: number) => void;
  /** Called before every run, counted over all sessions from 0; throws where that is to fail. */
  readonly run?: (n: number) => void;
  /** Changes an output in place. */
  readonly output?: (name: string, values: Float32Array) => void;
  /** Changes the graph that runs. */
  readonly graph?: (graph: Graph) => Graph;
}

export interface StandIn extends Runtime {
  /** How often. */
  readonly opened: number;
  readonly runs: number;
}

export function standInRuntime(real: Runtime, fault: Fault = {}): StandIn {
  let [opened, runs] = [0, 0];
  const wrap = (session: Session): Session => ({
    inputs: session.inputs,
    outputs: session.outputs,
    async run(feeds, into) {
      runs += 1;
      fault.run?.(runs - 1);
      const outputs: Tensors = await session.run(feeds, into);
      for (const [name, { data }] of Object.entries(outputs)) {
        if (data instanceof Float32Array) fault.output?.(name, data);
      }
      return outputs;
    },
    release: () => session.release(),
  });
  return {
    async open(model, options) {
      opened += 1;
      try {
        fault.open?.(opened - 1);
      } catch (error) {
        throw new RunError(`Session: ${String(error)}`, { cause: error });
      }
      return wrap(await real.open(changed(model, fault), options));
    },
    get opened() {
      return opened;
    },
    get runs() {
      return runs;
    },
  };
}

const changed = (model: Model | string, { graph }: Fault): Model | string =>
  typeof model === 'string' || !graph ? model : { ...model, graph: graph(model.graph) };

const PRODUCTS: ReadonlySet<string> = new Set(['MatMul', 'Gemm', 'Einsum']);
const [FLOAT32, FLOAT16] = [1, 10];

/** Inputs of products rounded to 10 bits, as TF32 units and float16 ones do. */
export function withRoundedProducts(graph: Graph): Graph {
  const cast = (from: string, to: string, type: number): Node => ({
    ...{ name: to, opType: 'Cast', domain: '', inputs: [from], outputs: [to] },
    attributes: new Map([['to', { type: 'int', value: type }]]),
  });
  const nodes = graph.nodes.flatMap((node) => {
    if (!PRODUCTS.has(node.opType)) return [node];
    const rounded = node.inputs.map((input, i) => ({
      ...{ input, low: `${node.outputs[0]}.low${i}`, high: `${node.outputs[0]}.high${i}` },
    }));
    return [
      ...rounded.flatMap(({ input, low, high }) => [
        cast(input, low, FLOAT16),
        cast(low, high, FLOAT32),
      ]),
      { ...node, inputs: rounded.map(({ high }) => high) },
    ];
  });
  return { ...graph, nodes };
}
