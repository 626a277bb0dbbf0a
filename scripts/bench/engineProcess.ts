/** The engine as VS Code runs it: dist/engine.js, a process of its own with its default options. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { EngineReply, type ExplanationWithPairs, parseMessage } from '../../src/protocol.js';
import { type Child, startChild } from './childProcess.js';

const ENGINE = path.resolve('dist/engine.js');
export const MODELS = path.resolve('dist/models');

/** The tolerance that VS Code asks for by default. */
const TOLERANCE = 1e-3;

export interface Explained {
  readonly explanation: ExplanationWithPairs;
  /** From the question to the answer's arrival here. */
  readonly ms: number;
  /** Until the first partial result, which has every token's total; null where none came. */
  readonly marginalsMs: number | null;
  /** Largest error of those totals to the last ones. */
  readonly marginalsError: number | null;
}

/** Throws in plain words where there is no build. */
export function checkBuild(): void {
  for (const file of [ENGINE, path.join(MODELS, 'all-MiniLM-L6-v2/onnx/model.onnx')]) {
    if (existsSync(file)) continue;
    const name = path.relative('.', file);
    throw new Error(`Bench: expected ${name}, got no such file; run npm run build first`);
  }
}

/** Whether sources changed since the build: then the engine measured is not the code that one reads. */
export function buildIsStale(): boolean {
  const built = statSync(ENGINE).mtimeMs;
  return readdirSync('src', { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && statSync(path.join(entry.parentPath, entry.name)).mtimeMs > built,
  );
}

export class EngineProcess {
  #lastId = 0;

  private constructor(private readonly child: Child) {}

  static async start(): Promise<EngineProcess> {
    const preload = pathToFileURL(path.resolve('scripts/bench/peakRss.mjs')).href;
    const child = startChild(ENGINE, ['--models', MODELS], ['--import', preload]);
    const engine = new EngineProcess(child);
    await engine.#reply(({ kind }) => kind === 'ready');
    return engine;
  }

  /** Explains as VS Code does by default, at a layer. */
  async explain(a: string, b: string, layer: 'middle' | number): Promise<Explained> {
    const id = ++this.#lastId;
    const options = {
      model: 'bundled',
      layer,
      reference: 'auto',
      accuracy: { tolerance: TOLERANCE },
      level: 'token',
      method: 'ij',
    };
    const asked = performance.now();
    this.child.send({ kind: 'explain', id, a, b, options });
    let first: { readonly ms: number; readonly totals: readonly number[] } | null = null;
    for (;;) {
      const reply = await this.#reply((message) => 'id' in message && message.id === id);
      const ms = performance.now() - asked;
      if (reply.kind === 'partial') {
        const { marginalA, marginalB } = reply.explanation;
        first ??= { ms, totals: [...marginalA, ...marginalB] };
      } else if (reply.kind === 'explained') {
        const { explanation } = reply;
        const last = [...explanation.marginalA, ...explanation.marginalB];
        const errors = first?.totals.map((total, i) => Math.abs(total - (last[i] ?? NaN)));
        const marginalsError = errors ? Math.max(...errors) : null;
        return { explanation, ms, marginalsMs: first?.ms ?? null, marginalsError };
      } else if (reply.kind !== 'progress') {
        throw new Error(`Bench: expected an explanation, got ${JSON.stringify(reply)}`);
      }
    }
  }

  /** Ends the process. Resolves to its peak resident memory in MB (2²⁰ bytes). */
  async stop(): Promise<number> {
    const printed = await this.child.hangUp();
    const peak = /peak RSS (\d+) kB/.exec(printed)?.[1];
    if (peak === undefined) {
      throw new Error(`Bench: expected the engine to tell its peak memory, got:\n${printed}`);
    }
    return Number(peak) / 1024;
  }

  kill(): void {
    this.child.kill();
  }

  async #reply(wanted: (reply: EngineReply) => boolean): Promise<EngineReply> {
    for (;;) {
      const reply = parseMessage(EngineReply, await this.child.next());
      if (!reply) throw new Error('Bench: expected a reply of this protocol; run npm run build');
      if (wanted(reply)) return reply;
    }
  }
}
