/** `hitlight explain`: one pair, as a table for people or as JSON for programs. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { explainIds } from '../engine/explainIds.js';
import { createExplainer } from '../engine/explainText.js';
import { BUNDLED } from '../engine/findModel.js';
import type { ExplanationWithPairs } from '../protocol.js';
import { cacheFolder } from './cacheFolder.js';
import { toJson } from './explanationJson.js';
import { explanationTable } from './explanationTable.js';
import {
  accuracy,
  count,
  ids,
  layer,
  longTextOptions,
  methodOptions,
  oneOf,
  parseOptions,
  provider,
  reference,
  tokenLimit,
} from './options.js';
import { OBTAIN_OPTIONS, obtainModel } from './obtainModel.js';
import { progressLine } from './progressLine.js';
import { readText } from './readText.js';
import { referenceWarnings } from './referenceLines.js';
import { UsageError } from './usageError.js';
import type { Texts } from './windowTable.js';

const HELP = `Usage: hitlight explain (--a TEXT | --file-a FILE) (--b TEXT | --file-b FILE) [options]

  --model MODEL       bundled (default), a folder with an ONNX model and its tokenizer, an .onnx file
                      in one, or a Hub id: org/name[@revision][:file.onnx]
  --offline           use a Hub id only if it is in the Hub's cache already
  --yes               download a Hub id without asking, at a terminal too
  --layer LAYER       input, middle, last or a number from 0 (default: middle)
  --reference TOKEN   auto, pad, unk, mask or id:N (default: auto)
  --method METHOD     how contributions are found: ij (default; integrated Jacobians), auto (the closest to
                      Shapley's that costs about twice as much), shapley, simpson, ends, ij-layers,
                      ij-mixed or ij-scattered; docs/methods.md says what each is
  --seed N            of methods that sample (default: 1)
  --tolerance T       bound on the residual as a share of the score's scale (default: 1e-3)
                      (of shapley: on the largest standard error of an entry)
  --nodes N           fixed number of quadrature nodes a text, instead of a tolerance (of shapley: of
                      orders; of simpson: of coalitions half-way)
  --score SCORE       cosine (default) or dot, the inner product, which is not divided by the norms
  --level LEVEL       token, word, line or sentence (default: token)
  --fold              also the folded matrix, which adds up to the score: each token takes an equal
                      share of what its reference adds
  --max-tokens N      read up to N tokens of a text, from 8 to what the network has positions for
                      (default: 0, as many as the model says)
  --long-text WHAT    truncate a text over that limit (default), or cut it into overlapping windows,
                      score all of them and explain the one that matches best
  --window N          explain window N of the second text instead, counted from 1
  --window-a N        the same of the first text
  --pooling MODE      mean, cls, last, max or mean_sqrt_len, where the model's files do not say
  --prefix-a TEXT     what the model wants before the first text, such as "query: "
  --prefix-b TEXT     and before the second, such as "passage: "
  --threads N         threads of the runtime (default: the cores, at most 8)
  --provider NAME     what runs the model: cpu (default), webgpu, coreml, dml or cuda, where the platform
                      has it and its numbers agree with the processor's; else the processor
  --json              one JSON object on standard output

For an .onnx file without a tokenizer, token ids instead of texts:

  --ids-a 2,17,9,3 --ids-b 2,8,3 --reference-ids-a 2,0,0,3 --reference-ids-b 2,0,3
`;

const OPTIONS = {
  a: { type: 'string' },
  b: { type: 'string' },
  'file-a': { type: 'string' },
  'file-b': { type: 'string' },
  'ids-a': { type: 'string' },
  'ids-b': { type: 'string' },
  'reference-ids-a': { type: 'string' },
  'reference-ids-b': { type: 'string' },
  model: { type: 'string', default: BUNDLED },
  layer: { type: 'string', default: 'middle' },
  reference: { type: 'string', default: 'auto' },
  method: { type: 'string', default: 'ij' },
  seed: { type: 'string', default: '1' },
  tolerance: { type: 'string' },
  nodes: { type: 'string' },
  level: { type: 'string', default: 'token' },
  score: { type: 'string', default: 'cosine' },
  fold: { type: 'boolean', default: false },
  'max-tokens': { type: 'string', default: '0' },
  'long-text': { type: 'string', default: 'truncate' },
  window: { type: 'string' },
  'window-a': { type: 'string' },
  pooling: { type: 'string' },
  'prefix-a': { type: 'string' },
  'prefix-b': { type: 'string' },
  threads: { type: 'string' },
  provider: { type: 'string', default: 'cpu' },
  ...OBTAIN_OPTIONS,
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Bundled beside this command line. */
const ENGINE = path.join(__dirname, 'engine.js');

type Values = ReturnType<typeof parseOptions<typeof OPTIONS>>['values'];

export async function explainCommand(args: string[]): Promise<void> {
  const { values } = parseOptions('explain', args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const withIds = values['ids-a'] !== undefined || values['ids-b'] !== undefined;
  if (withIds) print(await fromIds(values), null, values);
  else await fromTexts(values);
}

function print(
  explanation: ExplanationWithPairs,
  texts: Texts | null,
  { json, fold }: Pick<Values, 'json' | 'fold'>,
): void {
  // Beside an object for programs, not in it.
  const warnings = json ? referenceWarnings(explanation.reference) : [];
  for (const warning of warnings) process.stderr.write(`hitlight: ${warning}\n`);
  process.stdout.write(
    json
      ? `${JSON.stringify(toJson(explanation, fold))}\n`
      : explanationTable(explanation, texts, {
          colour: process.stdout.isTTY && process.stdout.hasColors(256),
          columns: process.stdout.columns || 100,
          fold,
        }),
  );
}

async function fromTexts(values: Values): Promise<void> {
  const a = await readText('a', values.a, values['file-a']);
  const b = await readText('b', values.b, values['file-b']);
  const options = {
    model: await obtainModel(values.model, values),
    layer: layer(values.layer),
    reference: reference(values.reference),
    accuracy: accuracy(values.tolerance, values.nodes),
    ...methodOptions(values),
    score: oneOf('score', values.score, ['cosine', 'dot']),
    level: oneOf('level', values.level, ['token', 'word', 'line', 'sentence']),
    pooling: pooling(values.pooling),
    prefixA: values['prefix-a'],
    prefixB: values['prefix-b'],
    maxTokens: tokenLimit(values['max-tokens']),
    ...longTextOptions(values),
  };
  const threads = values.threads === undefined ? undefined : count('threads', values.threads);
  const explain = createExplainer({
    modelsFolder: path.join(__dirname, 'models'),
    threads,
    provider: provider(values.provider),
    engineScript: ENGINE,
    cacheFolder: cacheFolder(),
  });
  const line = progressLine(process.stderr);
  const hooks = { progress: line.update, cancelled: () => false };
  const explanation = await explain({ a, b, options }, hooks).finally(line.end);
  print(explanation, { a, b }, values);
}

async function fromIds(values: Values): Promise<ExplanationWithPairs> {
  const needed = (name: 'ids-a' | 'ids-b' | 'reference-ids-a' | 'reference-ids-b') => {
    const value = values[name];
    if (value !== undefined) return ids(name, value);
    throw new UsageError(
      `Ids: expected --ids-a, --ids-b, --reference-ids-a and --reference-ids-b, got no --${name}`,
    );
  };
  if (!values.model.endsWith('.onnx')) {
    throw new UsageError(`--model: expected an .onnx file to go with --ids-a, got ${values.model}`);
  }
  return explainIds({
    modelPath: values.model,
    a: { ids: needed('ids-a'), reference: needed('reference-ids-a') },
    b: { ids: needed('ids-b'), reference: needed('reference-ids-b') },
    layer: layer(values.layer),
    pooling: pooling(values.pooling) ?? 'mean',
    accuracy: accuracy(values.tolerance, values.nodes),
    ...methodOptions(values),
    threads:
      values.threads === undefined ? availableParallelism() : count('threads', values.threads),
    provider: provider(values.provider),
    engineScript: ENGINE,
  });
}

function pooling(value: string | undefined) {
  if (value === undefined) return undefined;
  return oneOf('pooling', value, ['mean', 'cls', 'last', 'max', 'mean_sqrt_len']);
}
