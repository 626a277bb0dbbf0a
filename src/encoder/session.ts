/**
 * onnxruntime behind the Runtime interface. The only file that imports it.
 *
 * Arena and memory patterns are off: attribution runs differ in size from text to text, and the
 * arena would keep the largest for good. Threads spin within a run and stop with it: without, the
 * scheduler may keep both threads of a pool on one core (products ran at 85 GFLOP/s instead of 175 on
 * two cores); without the stop, they burn a core between runs.
 */
import * as ort from 'onnxruntime-node';
import type { Model } from '../onnx/graph.js';
import { writeModel } from '../onnx/write.js';
import type { DataType, Tensor } from '../tensor/tensor.js';
import { type Provider, providerOptions } from './executionProviders.js';
import {
  type Runtime,
  type Session,
  type SessionOptions,
  type Tensors,
  RunError,
} from './runtime.js';

export interface RuntimeOptions {
  /** Threads of one operator; the runtime's default takes every core. */
  readonly threads: number;
  /** `cpu` unless told; of what it cannot do, nodes stay on the CPU. */
  readonly provider?: Provider | undefined;
}

/** Execution providers that this build of onnxruntime has; their libraries may yet be missing. */
export const offeredProviders = (): readonly string[] =>
  ort.listSupportedBackends().map(({ name }) => name);

/** onnxruntime on the CPU, or on another execution provider. */
export function createRuntime({ threads, provider = 'cpu' }: RuntimeOptions): Runtime {
  // CUDA would round the inputs of float32 products to 10 bits; the binding has no option against it.
  if (provider === 'cuda') process.env.NVIDIA_TF32_OVERRIDE ??= '0';
  return {
    async open(model: Model | string, options: SessionOptions = { optimise: 'all' }) {
      const settings: ort.InferenceSession.SessionOptions = {
        executionProviders: provider === 'cpu' ? ['cpu'] : [providerOptions(provider), 'cpu'],
        graphOptimizationLevel: options.optimise === 'all' ? 'all' : 'disabled',
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        enableCpuMemArena: false,
        enableMemPattern: false,
        logSeverityLevel: 3,
        extra: { session: { intra_op: { allow_spinning: '1' }, force_spinning_stop: '1' } },
      };
      try {
        const session =
          typeof model === 'string'
            ? await ort.InferenceSession.create(model, settings)
            : await ort.InferenceSession.create(writeModel(model), settings);
        return new OrtSession(session);
      } catch (error) {
        throw new RunError(
          `Session: expected a graph that onnxruntime loads, got: ${text(error)}`,
          {
            cause: error,
          },
        );
      }
    },
  };
}

class OrtSession implements Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];

  constructor(private readonly session: ort.InferenceSession) {
    this.inputs = session.inputNames;
    this.outputs = session.outputNames;
  }

  async run(feeds: Tensors, into?: Tensors): Promise<Tensors> {
    const inputs = named(this.inputs, feeds);
    let outputs;
    try {
      outputs = await (into === undefined
        ? this.session.run(inputs)
        : this.session.run(inputs, named(this.outputs, into)));
    } catch (error) {
      throw new RunError(`Run: expected the graph to run, got: ${text(error)}`, { cause: error });
    }
    return Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [name, fromOrt(name, value)]),
    );
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

const named = (names: readonly string[], tensors: Tensors) =>
  Object.fromEntries(names.map((name) => [name, toOrt(name, tensors[name])]));

function toOrt(name: string, tensor: Tensor | undefined): ort.Tensor {
  if (!tensor) throw new RunError(`Run: expected a tensor for ${name}, got none`);
  return new ort.Tensor(tensor.dtype, tensor.data as ort.Tensor.DataType, tensor.dims);
}

const NUMERIC: ReadonlySet<string> = new Set<DataType>([
  'float32',
  'float64',
  'float16',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'bool',
]);

function fromOrt(name: string, value: ort.Tensor): Tensor {
  const { type, data, dims } = value;
  if (!NUMERIC.has(type)) {
    throw new RunError(`Run: expected a numeric tensor for output ${name}, got ${type}`);
  }
  return { dtype: type, dims, data } as Tensor;
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
