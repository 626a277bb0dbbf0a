/** `hitlight explain`: one pair, as a table for people or as JSON for programs. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createExplainer } from '../engine/explainText.js';
import { BUNDLED } from '../engine/loadModel.js';
import type { ExplainOptions } from '../protocol.js';
import { toJson } from './explanationJson.js';
import { explanationTable } from './explanationTable.js';
import { readText } from './readText.js';
import { UsageError } from './usageError.js';

const HELP = `Usage: hitlight explain (--a TEXT | --file-a FILE) (--b TEXT | --file-b FILE) [options]

  --model FOLDER      a model folder in the Hub's layout (default: the bundled all-MiniLM-L6-v2)
  --layer LAYER       input, middle, last or a number from 0 (default: middle)
  --reference TOKEN   auto, pad, unk, mask or id:N (default: auto)
  --tolerance T       bound on the residual as a share of the score's scale (default: 1e-3)
  --nodes N           fixed number of quadrature nodes a text, instead of a tolerance
  --level LEVEL       token or word (default: token)
  --threads N         threads of the runtime (default: the cores, at most 8)
  --json              one JSON object on standard output
`;

const OPTIONS = {
  a: { type: 'string' },
  b: { type: 'string' },
  'file-a': { type: 'string' },
  'file-b': { type: 'string' },
  model: { type: 'string', default: BUNDLED },
  layer: { type: 'string', default: 'middle' },
  reference: { type: 'string', default: 'auto' },
  tolerance: { type: 'string' },
  nodes: { type: 'string' },
  level: { type: 'string', default: 'token' },
  threads: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export async function explainCommand(args: string[]): Promise<void> {
  const values = parse(args);
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const a = await readText('a', values.a, values['file-a']);
  const b = await readText('b', values.b, values['file-b']);
  const options: ExplainOptions = {
    model: values.model,
    layer: layer(values.layer),
    reference: reference(values.reference),
    accuracy: accuracy(values.tolerance, values.nodes),
    level: oneOf('level', values.level, ['token', 'word']),
  };
  const explain = createExplainer({
    modelsFolder: path.join(__dirname, 'models'),
    threads: values.threads === undefined ? undefined : count('threads', values.threads),
  });
  const hooks = { progress: () => undefined, cancelled: () => false };
  const explanation = await explain({ a, b, options }, hooks);
  process.stdout.write(
    values.json
      ? `${JSON.stringify(toJson(explanation))}\n`
      : explanationTable(explanation, {
          colour: process.stdout.isTTY && process.stdout.hasColors(256),
          columns: process.stdout.columns || 100,
        }),
  );
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true }).values;
  } catch (error) {
    // parseArgs explains itself in its first sentence; the rest is advice on escaping.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(`Options: expected those of hitlight explain --help, got: ${reason}`);
  }
}

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(`--${name}: expected ${allowed.join(', ')}, got ${value}`);
}

function count(name: string, value: string): number {
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new UsageError(`--${name}: expected a whole number from 1, got ${value}`);
}

function layer(value: string): ExplainOptions['layer'] {
  if (/^\d{1,4}$/.test(value)) return Number(value);
  return oneOf('layer', value, ['input', 'middle', 'last'] as const);
}

function reference(value: string): ExplainOptions['reference'] {
  const id = /^id:(\d{1,9})$/.exec(value)?.[1];
  if (id !== undefined) return { id: Number(id) };
  if (value.startsWith('id:')) {
    throw new UsageError(`--reference: expected id:N with a token id N, got ${value}`);
  }
  return oneOf('reference', value, ['auto', 'pad', 'unk', 'mask']);
}

function accuracy(tolerance?: string, nodes?: string): ExplainOptions['accuracy'] {
  if (tolerance !== undefined && nodes !== undefined) {
    throw new UsageError('Options: expected --tolerance or --nodes, got both');
  }
  if (nodes !== undefined) return { nodes: count('nodes', nodes) };
  const bound = tolerance === undefined ? 1e-3 : Number(tolerance);
  if (Number.isFinite(bound) && bound > 0) return { tolerance: bound };
  throw new UsageError(`--tolerance: expected a positive number, got ${tolerance}`);
}
