/** `hitlight study`: an analysis of a model over many pairs, as text, JSON or a page. */
import { access, constants, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BUNDLED } from '../engine/findModel.js';
import { doStudy, studyList } from '../engine/study.js';
import type { InputFile, Report, StudyOptions } from '../protocol.js';
import { cacheFolder } from './cacheFolder.js';
import { OBTAIN_OPTIONS, obtainModel } from './obtainModel.js';
import { count, layer, oneOf, parseOptions, reference, tokenLimit } from './options.js';
import { reportHtml } from './reportHtml.js';
import { reportJson } from './reportJson.js';
import { reportText } from './reportText.js';
import { studyLine } from './studyLine.js';
import { UsageError } from './usageError.js';

const HELP = `Usage: hitlight study NAME [--pairs FILE] [options]
       hitlight study compare MODEL MODEL [--pairs FILE] [options]
       hitlight study            lists the studies

  --model MODEL       as of hitlight explain (default: bundled)
  --pairs FILE        .tsv, .csv or .jsonl with text, text and an optional label; named columns in any
                      order (text1, text2, label). Default: the study's bundled sample
  --conllu-a FILE     syntax: CoNLL-U of the first texts
  --conllu-b FILE     and of the second texts
  --limit N           measure at most N pairs, drawn by the seed
  --seed N            of everything random (default: 1)
  --layer LAYER       input, middle, last or a number from 0 (default: middle)
  --layers LIST       layers that agreement, convergence and faithfulness compare, such as 0,3,5;
                      default: first, middle and last; all: every one
  --reference TOKEN   auto, pad, unk, mask or id:N (default: auto)
  --tolerance T       bound on the quadrature error (default: 1e-3)
  --threshold T       reference-terms: |gap| that counts as unsafe (default: 0.1)
  --exact MODEL       agreement: a model whose attributions are exact, instead of the shifted encoder
  --language NAME     code-roles: language of the second texts, where no column says and none is guessed
  --pooling MODE      mean, cls, last, max or mean_sqrt_len, where the model's files do not say
  --prefix-a TEXT     what the model wants before the first text, such as "query: "
  --prefix-b TEXT     and before the second
  --max-tokens N      read up to N tokens of a text
  --threads N         processor threads, which up to four processes share (default: the cores, at most 8)
  --offline, --yes    as of hitlight explain
  --json              the report as one JSON object on standard output
  --html OUT          the report as a page that needs nothing else
  --csv FOLDER        each table as a CSV file
  --fresh             measure everything anew; otherwise what an earlier run measured is used, so that
                      a study that was cancelled (Ctrl-C) goes on where it was
`;

const OPTIONS = {
  model: { type: 'string', default: BUNDLED },
  pairs: { type: 'string' },
  'conllu-a': { type: 'string' },
  'conllu-b': { type: 'string' },
  limit: { type: 'string' },
  seed: { type: 'string', default: '1' },
  layer: { type: 'string', default: 'middle' },
  layers: { type: 'string' },
  reference: { type: 'string', default: 'auto' },
  tolerance: { type: 'string', default: '1e-3' },
  threshold: { type: 'string' },
  exact: { type: 'string' },
  language: { type: 'string' },
  pooling: { type: 'string' },
  'prefix-a': { type: 'string' },
  'prefix-b': { type: 'string' },
  'max-tokens': { type: 'string', default: '0' },
  threads: { type: 'string' },
  ...OBTAIN_OPTIONS,
  json: { type: 'boolean', default: false },
  html: { type: 'string' },
  csv: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = ReturnType<typeof parseOptions<typeof OPTIONS>>['values'];

export async function studyCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseOptions('study', args, OPTIONS, true);
  const [wanted, ...models] = positionals;
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  if (wanted === undefined) {
    process.stdout.write(list());
    return;
  }
  const study = studyList.find(({ name }) => name === wanted);
  if (!study) {
    throw new UsageError(
      `Study: expected ${studyList.map(({ name }) => name).join(', ')}, got ${wanted}`,
    );
  }
  const named = namedModels(study.name, study.models, models, values);
  const request = {
    study: study.name,
    files: {
      pairs: await inputFile('pairs', values.pairs),
      conlluA: await inputFile('conllu-a', values['conllu-a']),
      conlluB: await inputFile('conllu-b', values['conllu-b']),
    },
    options: await studyOptions(values, named),
  };
  await checkFolder('html', values.html && path.dirname(values.html));
  const report = await run(request, values);
  if (report) await write(report, values);
}

/** A page that cannot be written is told before minutes of measuring. */
async function checkFolder(name: string, folder: string | undefined): Promise<void> {
  if (folder === undefined || folder === '') return;
  await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `--${name}: expected a folder to write to, got ${error.code ?? 'an error'} for ${folder}`,
    );
  });
}

function list(): string {
  const width = Math.max(...studyList.map(({ name }) => name.length));
  const lines = studyList.map(({ name, question }) => `  ${name.padEnd(width)}  ${question}`);
  return `Studies:\n\n${lines.join('\n')}\n\nhitlight study NAME [--pairs FILE]; hitlight study --help tells the options.\n`;
}

/** The one or two models of a study. */
function namedModels(
  name: string,
  takes: 'one' | 'two' | 'one or two',
  positionals: readonly string[],
  { model, exact }: Values,
): readonly string[] {
  if (takes === 'two') {
    if (positionals.length === 2) return positionals;
    throw new UsageError(
      `Models: expected two after ${name}, as in hitlight study ${name} A B, got ${positionals.length}`,
    );
  }
  if (positionals.length > 0) {
    throw new UsageError(`Options: expected --model for a model, got ${positionals.join(' ')}`);
  }
  if (exact === undefined) return [model];
  if (takes === 'one or two') return [model, exact];
  throw new UsageError(`--exact: expected with agreement, got it with ${name}`);
}

async function studyOptions(values: Values, models: readonly string[]): Promise<StudyOptions> {
  const [model = BUNDLED, other] = models;
  return {
    model: await obtainModel(model, values),
    layer: layer(values.layer),
    reference: reference(values.reference),
    tolerance: positive('tolerance', values.tolerance),
    seed: values.seed === '0' ? 0 : count('seed', values.seed),
    maxTokens: tokenLimit(values['max-tokens']),
    pooling:
      values.pooling === undefined
        ? undefined
        : oneOf('pooling', values.pooling, ['mean', 'cls', 'last', 'max', 'mean_sqrt_len']),
    prefixA: values['prefix-a'],
    prefixB: values['prefix-b'],
    language: values.language,
    ...(other === undefined ? {} : { otherModel: await obtainModel(other, values) }),
    ...(values.limit === undefined ? {} : { limit: count('limit', values.limit) }),
    ...(values.layers === undefined ? {} : { layers: layers(values.layers) }),
    ...(values.threshold === undefined
      ? {}
      : { threshold: positive('threshold', values.threshold) }),
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`--${name}: expected a positive number, got ${text}`);
}

function layers(text: string): StudyOptions['layers'] {
  if (text === 'all') return 'all';
  if (/^\d{1,3}(,\d{1,3})*$/.test(text)) return text.split(',').map(Number);
  throw new UsageError(`--layers: expected all or numbers such as 0,3,5, got ${text || 'none'}`);
}

async function inputFile(name: string, file: string | undefined): Promise<InputFile | null> {
  if (file === undefined) return null;
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `--${name}: expected a readable file, got ${error.code ?? 'an error'} for ${file}`,
    );
  });
  return { name: path.basename(file), bytes };
}

/** As shells say that a program ended by Ctrl-C. */
const INTERRUPTED = 130;

/** null: Ctrl-C ended the study between two pairs. A second one ends it at once. */
async function run(request: Parameters<typeof doStudy>[0], values: Values): Promise<Report | null> {
  let [cancelled, done, total] = [false, 0, 0];
  const stop = () => {
    cancelled = true;
    process.stderr.write('\nStopping…\n');
  };
  process.once('SIGINT', stop);
  const line = studyLine(process.stderr);
  const settings = {
    modelsFolder: path.join(__dirname, 'models'),
    threads: values.threads === undefined ? undefined : count('threads', values.threads),
    cacheFolder: cacheFolder(),
    engineScript: path.join(__dirname, 'engine.js'),
    fresh: values.fresh,
  };
  try {
    return await doStudy(request, settings, {
      progress(measured, all) {
        [done, total] = [measured, all];
        line.update(measured, all);
      },
      cancelled: () => cancelled,
    });
  } catch (error) {
    if (!cancelled) throw error;
    line.end();
    const kept = values.fresh ? '' : ' What was measured is kept: the same command goes on.';
    process.stderr.write(`Stopped after ${done} of ${total}.${kept}\n`);
    process.exitCode = INTERRUPTED;
    return null;
  } finally {
    line.end();
    process.off('SIGINT', stop);
  }
}

async function write(report: Report, { json, html, csv }: Values): Promise<void> {
  if (html !== undefined) {
    await written('html', html, async () => {
      await writeFile(html, await reportHtml(report, path.join(__dirname, 'webview')));
    });
  }
  if (csv !== undefined) {
    const { writeTables } = await import('./reportCsv.js');
    await written('csv', csv, () => writeTables(report, csv));
  }
  if (json) process.stdout.write(`${JSON.stringify(reportJson(report))}\n`);
  else if (html === undefined && csv === undefined) {
    process.stdout.write(reportText(report, process.stdout.columns || 100));
  } else process.stderr.write(`Written: ${[html, csv].filter(Boolean).join(', ')}\n`);
}

async function written(name: string, place: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `--${name}: expected a place to write to, got ${code ?? message} for ${place}`,
    );
  }
}
