/** `hitlight inspect`: what a model consists of, and what stands in the way of explaining it. */
import path from 'node:path';
import { inspectModel } from '../engine/inspectModel.js';
import type { Inspection } from '../protocol.js';
import { OBTAIN_OPTIONS, obtainModel } from './obtainModel.js';
import { parseOptions } from './options.js';
import { printable } from './terminalText.js';
import { UsageError } from './usageError.js';

const HELP = `Usage: hitlight inspect MODEL [--json]

  MODEL is bundled, a folder with an ONNX model, an .onnx file, or a Hub id: org/name[@revision][:file.onnx]

  --offline           use a Hub id only if it is in the Hub's cache already
  --yes               download a Hub id without asking, at a terminal too
  --json              one JSON object on standard output
`;

const OPTIONS = {
  ...OBTAIN_OPTIONS,
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export async function inspectCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseOptions('inspect', args, OPTIONS, true);
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [model, ...more] = positionals;
  if (model === undefined || more.length > 0) {
    throw new UsageError(`Model: expected one model to inspect, got ${positionals.length}`);
  }
  const inspection = await inspectModel(
    await obtainModel(model, values),
    path.join(__dirname, 'models'),
  );
  process.stdout.write(values.json ? `${JSON.stringify(inspection)}\n` : summary(inspection));
}

function summary(found: Inspection): string {
  const unsupported = found.unsupported.map(
    ({ operator, nodes }) => `  ${operator}: ${nodes.join(', ')}`,
  );
  return [
    found.model,
    `  inputs        ${found.inputs.map(({ name, dtype }) => `${name} (${dtype})`).join(', ')}`,
    `  pooling       ${poolingText(found.pooling)}`,
    `  embedding     ${found.embeddingSize} dimensions`,
    `  tokenizer     ${found.tokenizer ?? 'none; use --ids-a and --ids-b'}`,
    `  reads         ${found.maxTokens === null ? 'no stated limit' : `${found.maxTokens} tokens`}`,
    `  quantisation  ${found.quantisation}`,
    ...(found.exact ? [`  exact         subtracts ${exactText(found.exact)}`] : []),
    ...prefixLines(found.prefixes),
    `  operator set  ${found.opset}`,
    'Layers',
    ...found.layers.map(
      ({ index, tensor, shape }) => `  ${index}  [${shape.join(', ')}]  ${tensor}`,
    ),
    'Operators',
    `  ${found.operators.map(({ operator, count }) => `${operator} ${count}`).join(', ')}`,
    ...(unsupported.length > 0
      ? ['Operators without a derivative rule, which stand in the way', ...unsupported]
      : ['Every operator on the way to the embedding has a derivative rule.']),
    '',
  ].join('\n');
}

function poolingText(modes: Inspection['pooling']): string {
  if (modes === null) return 'not stated; use --pooling';
  return modes.length === 0 ? 'in the graph' : modes.join(' + ');
}

function exactText({ id, token }: NonNullable<Inspection['exact']>): string {
  return token === null ? `token ${id}` : `${printable(token)} (id ${id})`;
}

function prefixLines(prefixes: Inspection['prefixes']): string[] {
  if (!prefixes) return [];
  const { query, passage } = prefixes;
  return [
    `  prefixes      --prefix-a ${JSON.stringify(query)} --prefix-b ${JSON.stringify(passage)}`,
  ];
}
