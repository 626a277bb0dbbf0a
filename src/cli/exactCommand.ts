/** `hitlight exact`: an encoder whose attributions add up to its score, as an ONNX file others can load. */
import path from 'node:path';
import { BUNDLED } from '../engine/findModel.js';
import { FEWEST_TEXTS } from '../engine/findReference.js';
import { makeExact } from '../engine/makeExact.js';
import { ReferenceStore } from '../engine/referenceStore.js';
import { FEWEST_TRAINING_TEXTS } from '../engine/trainedHead.js';
import type { ExactReport } from '../protocol.js';
import { cacheFolder } from './cacheFolder.js';
import { count, parseOptions, reference } from './options.js';
import { sampleFile } from './sampleFile.js';
import { UsageError } from './usageError.js';
import { MODEL_OPTIONS, withModel } from './withModel.js';

const HELP = `Usage: hitlight exact --out DIR [options]

Writes an encoder whose embeddings are e(x) − e(r), r being the text's reference: its attributions add up to its
score. DIR then holds an ONNX file and all that goes with it; hitlight explain --model DIR explains it.

  --model MODEL       bundled (default), a folder, an .onnx file in one, or a Hub id
  --out DIR           a new or empty folder, or an exact encoder to replace
  --head              train a linear head that gives back the cosines of the original
  --reference TOKEN   auto, pad, unk, mask or id:N (default: auto, the most neutral token, tuned)
  --texts FILE        report on these texts, one a line, at least ${FEWEST_TEXTS}; never trained on
                      (default: texts that come with Hitlight)
  --train FILE        train on these texts, one a line, at least ${FEWEST_TRAINING_TEXTS} (default: others that come with it)
  --seed N            of the training (default: 1)
  --pooling MODE      mean, cls, last, max or mean_sqrt_len, where the model's files do not say
  --threads N         threads of the runtime (default: the cores, at most 8)
  --offline, --yes    as in hitlight explain
  --json              one JSON object on standard output
`;

const OPTIONS = {
  model: { type: 'string', default: BUNDLED },
  out: { type: 'string' },
  head: { type: 'boolean', default: false },
  reference: { type: 'string', default: 'auto' },
  texts: { type: 'string' },
  train: { type: 'string' },
  seed: { type: 'string', default: '1' },
  ...MODEL_OPTIONS,
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const LABELS = {
  screening: 'Trying tokens as a reference',
  ranking: 'Ranking the best',
  tuning: 'Tuning the reference',
  encoding: 'Encoding texts to train on',
  training: 'Training the head',
  measuring: 'Measuring on other texts',
  writing: 'Writing',
  checking: 'Checking the file',
} as const;

export async function exactCommand(args: string[]): Promise<void> {
  const { values } = parseOptions('exact', args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const { out, head } = values;
  if (out === undefined || out === '') {
    throw new UsageError('--out: expected a folder to write to, got none');
  }
  if (values.train !== undefined && !head) {
    throw new UsageError('--train: expected --head beside it, got none');
  }
  const seed = values.seed === '0' ? 0 : count('seed', values.seed);
  const texts = await sampleFile('--texts', values.texts, FEWEST_TEXTS);
  const training = await sampleFile('--train', values.train, FEWEST_TRAINING_TEXTS);
  const report = await withModel(values, (loaded, { progress, cancelled }) => {
    const store = new ReferenceStore(cacheFolder(), (line) => process.stderr.write(`${line}\n`));
    const options = {
      ...{ out: path.resolve(out), head, seed, reference: reference(values.reference) },
      ...{ texts: texts?.texts, complain: texts?.complain, training: training?.texts },
    };
    return makeExact(loaded, options, store, {
      progress: (stage, done) => progress(LABELS[stage], done),
      cancelled,
    });
  });
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : summary(report));
}

function summary({ heldOutTexts, heldOutPairs, shifted, head, seconds, out }: ExactReport): string {
  const cell = (value: number | null) => (value === null ? '–' : value.toFixed(4)).padStart(9);
  const row = (name: string, found: ExactReport['shifted']) =>
    `  ${name.padEnd(16)}${cell(found.spearman)}${cell(found.pearson)}`;
  return [
    `Cosines of ${heldOutPairs} pairs of ${heldOutTexts} texts, with those of the original:`,
    `  ${''.padEnd(16)}${'Spearman'.padStart(9)}${'Pearson'.padStart(9)}`,
    row('without a head', shifted),
    ...(head ? [row('with the head', head)] : []),
    `Written to ${out} in ${seconds.toFixed(1)} s.`,
    '',
  ].join('\n');
}
