/** `hitlight reference`: which token of a model's vocabulary stands for "no text", and how well. */
import { BUNDLED } from '../engine/findModel.js';
import { FEWEST_CHOOSING_TEXTS, FEWEST_TEXTS, findReference } from '../engine/findReference.js';
import { ReferenceStore } from '../engine/referenceStore.js';
import type { MeasuredReference, ReferenceReport } from '../protocol.js';
import { cacheFolder } from './cacheFolder.js';
import { parseOptions } from './options.js';
import { sampleFile } from './sampleFile.js';
import { printable } from './terminalText.js';
import { MODEL_OPTIONS, withModel } from './withModel.js';

const HELP = `Usage: hitlight reference [options]

Finds the tokens that nearly vanish in a model's embedding, and measures them on texts that had no part in the
search. What is found is kept, and is what --reference auto takes from then on.

  --model MODEL       bundled (default), a folder, an .onnx file in one, or a Hub id
  --texts FILE        measure on these texts, one a line, at least ${FEWEST_TEXTS} (default: texts that come with Hitlight)
  --sample FILE       choose on these texts, one a line, at least ${FEWEST_CHOOSING_TEXTS} (default: others that come with it)
  --again             search although the result of an earlier search is known
  --pooling MODE      mean, cls, last, max or mean_sqrt_len, where the model's files do not say
  --prefix-a TEXT     what the model wants before a text, such as "query: "
  --prefix-b TEXT     and before the other, such as "passage: "
  --threads N         threads of the runtime (default: the cores, at most 8)
  --offline, --yes    as in hitlight explain
  --json              one JSON object on standard output
`;

const OPTIONS = {
  model: { type: 'string', default: BUNDLED },
  texts: { type: 'string' },
  sample: { type: 'string' },
  again: { type: 'boolean', default: false },
  ...MODEL_OPTIONS,
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export async function referenceCommand(args: string[]): Promise<void> {
  const { values } = parseOptions('reference', args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const texts = await sampleFile('--texts', values.texts, FEWEST_TEXTS);
  const sample = await sampleFile('--sample', values.sample, FEWEST_CHOOSING_TEXTS);
  const report = await withModel(values, (loaded, { progress, cancelled }) => {
    const store = new ReferenceStore(cacheFolder(), (line) => process.stderr.write(`${line}\n`));
    return findReference(
      loaded,
      {
        prefixA: values['prefix-a'],
        prefixB: values['prefix-b'],
        choosing: sample?.texts,
        texts: texts?.texts,
        complain: texts?.complain,
        again: values.again,
      },
      store,
      { progress: (stage, done) => progress(LABELS[stage], done), cancelled },
    );
  });
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : table(report));
}

const LABELS = {
  screening: 'Trying tokens',
  ranking: 'Ranking the best',
  measuring: 'Measuring on other texts',
} as const;

function table({ candidates, pad, unk, mask }: ReferenceReport): string {
  const special = [pad, unk, mask].filter((reference) => reference !== null);
  return [
    '     id  mean gap   max gap    |e(r)|  Spearman  token',
    ...candidates.map(row),
    ...(special.length > 0 ? ['', ...special.map(row)] : []),
    '',
    'Gap: what the token pairs of two texts miss of their score, over all pairs of the texts.',
    'Spearman: of the pair sums with the scores. The first is what --reference auto takes.',
    '',
  ].join('\n');
}

function row({ id, meanGap, maxGap, norm, spearman, token }: MeasuredReference): string {
  const cell = (value: number | null) => (value === null ? '–' : value.toFixed(3)).padStart(8);
  const cells = [meanGap, maxGap, norm, spearman].map(cell).join('  ');
  return `${String(id).padStart(7)}  ${cells}  ${printable(token)}`;
}
