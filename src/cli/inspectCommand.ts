/** `hitlight inspect`: what a model consists of, and what stands in the way of explaining it. */
import path from 'node:path';
import { type Inspection, inspectModel } from '../engine/inspectModel.js';
import { parseOptions } from './options.js';
import { UsageError } from './usageError.js';

const HELP = `Usage: hitlight inspect MODEL [--json]

  MODEL is bundled, a model folder in the Hub's layout, or an .onnx file.
`;

const OPTIONS = {
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
  const inspection = await inspectModel(model, path.join(__dirname, 'models'));
  process.stdout.write(values.json ? `${JSON.stringify(inspection)}\n` : summary(inspection));
}

function summary(found: Inspection): string {
  const unsupported = found.unsupported.map(
    ({ operator, nodes }) => `  ${operator}: ${nodes.join(', ')}`,
  );
  return [
    found.model,
    `  inputs        ${found.inputs.map(({ name, dtype }) => `${name} (${dtype})`).join(', ')}`,
    `  pooling       ${found.pooling?.join(' + ') ?? 'not stated; use --pooling'}`,
    `  embedding     ${found.embeddingSize} dimensions`,
    `  tokenizer     ${found.tokenizer ?? 'none; use --ids-a and --ids-b'}`,
    `  reads         ${found.maxTokens === null ? 'no stated limit' : `${found.maxTokens} tokens`}`,
    `  quantisation  ${found.quantisation}`,
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
