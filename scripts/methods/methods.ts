/**
 * Measures and draws what docs/methods.md shows: `npm run docs:methods`; needs a build. Of each length it takes
 * the first pairs of the faithfulness study's sample, and of the study its first half, the methods: some ten
 * minutes on two cores, and it goes on where it was stopped.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../src/cli/cacheFolder.js';
import { createExplainer } from '../../src/engine/explainText.js';
import { loadModel } from '../../src/engine/loadModel.js';
import { openJournal } from '../../src/engine/fileJournal.js';
import { createRuntime } from '../../src/encoder/session.js';
import type { Pair } from '../../src/study/input/pairFile.js';
import { methodParts } from '../../src/study/methods/methodParts.js';
import { methodPairs } from '../../src/study/probes/methodPairs.js';
import { machine } from '../bench/machine.js';
import { writeSections } from '../bench/writeDocs.js';
import { chartSvg } from './chartSvg.js';
import { ledgerSvg } from './ledgerSvg.js';
import { profiles } from './profile.js';

const DIST = path.resolve('dist');
const MODELS = path.join(DIST, 'models');
const ENGINE = path.join(DIST, 'engine.js');
const ASKED = { model: 'bundled', layer: 'middle', reference: 'auto' } as const;

/** Pairs of each length. */
const PAIRS_OF_EACH = 4;

await drawLedger();
await drawProfiles();
await writeMethods();
process.exit(0);

async function drawLedger(): Promise<void> {
  const [pair] = methodPairs();
  if (!pair) return;
  const explain = createExplainer({ modelsFolder: MODELS, engineScript: ENGINE });
  const accounts = [];
  for (const reference of ['auto', 'unk', 'pad'] as const) {
    const found = await explain(
      {
        ...{ a: pair.a, b: pair.b },
        options: { ...ASKED, reference, accuracy: { tolerance: 1e-4 }, level: 'token' },
      },
      { progress: () => undefined, cancelled: () => false },
    );
    accounts.push({ ...found, name: `reference ${found.reference.token}` });
  }
  const title = `“${pair.a}” and “${pair.b}”`;
  writeFileSync('docs/methods-ledger.svg', ledgerSvg(title, accounts));
}

async function drawProfiles(): Promise<void> {
  const text = methodPairs()[11]?.b ?? '';
  const model = await loadModel('bundled', MODELS, createRuntime({ threads: 2 }));
  const found = await profiles(model, text, 4);
  const most = Math.max(...found.flatMap(({ points }) => points.map(({ y }) => y)));
  const step = most > 0.4 ? 0.2 : 0.1;
  writeFileSync(
    'docs/methods-profile.svg',
    chartSvg({
      title: 'What a token adds to the embedding, by how much of the rest is there',
      x: { label: 'share of the other tokens that is there', ticks: [0, 0.25, 0.5, 0.75, 1] },
      y: {
        label: 'part of all that is added',
        ticks: Array.from({ length: Math.ceil(most / step) + 1 }, (_, i) =>
          Number((i * step).toFixed(1)),
        ),
      },
      series: found.map(({ token, points }) => ({ name: token, points, joined: true })),
    }),
  );
}

async function writeMethods(): Promise<void> {
  const model = await loadModel('bundled', MODELS, createRuntime({ threads: 2 }));
  const { name, explainer, reader } = model;
  const fingerprint = JSON.stringify([await model.contents(), reader.neutral]);
  const found = await methodParts(samplePairs(), {
    model: { name, fingerprint, explainer, reader, elsewhere: null },
    other: null,
    options: { ...ASKED, tolerance: 1e-3, seed: 1 },
    journal: await openJournal(path.join(cacheFolder(), 'studies', `methods-${name}.jsonl`)),
    hooks: {
      progress: (done, total) => void process.stderr.write(`\r${done} of ${total}   `),
      cancelled: () => false,
    },
  });
  const lengths = found.figures.lengths as readonly Length[];
  writeFileSync('docs/methods-cost.svg', drawCost(lengths));
  await writeSections({ measured: measuredTable(lengths) }, 'docs/methods.md');
}

function samplePairs(): readonly Pair[] {
  const pairs = methodPairs();
  // Sentences, lines and passages, as the sample has them.
  return [0, 8, 16].flatMap((start) => pairs.slice(start, start + PAIRS_OF_EACH));
}

interface Length {
  readonly name: string;
  readonly pairs: number;
  readonly yardstick: { readonly splitHalf: number | null };
  readonly methods: readonly {
    readonly name: string;
    readonly pearson: number;
    readonly spearman: number;
    readonly leastPearson: number;
    readonly relativeCost: number;
    readonly ms: number;
    readonly sides: string;
  }[];
}

function measuredTable(lengths: readonly Length[]): string {
  const head =
    '| method | Pearson | the worst pair’s | Spearman | time, of that of `ij` | ms | took |\n| --- | --- | --- | --- | --- | --- | --- |';
  const tables = lengths.map(({ name, pairs, yardstick, methods }) => {
    const rows = methods.map(
      (one) =>
        `| \`${one.name}\` | ${one.pearson.toFixed(3)} | ${one.leastPearson.toFixed(3)} | ${one.spearman.toFixed(2)} | ` +
        `${one.relativeCost.toFixed(2)} | ${Math.round(one.ms)} | ${one.sides} |`,
    );
    const halves = yardstick.splitHalf?.toFixed(3) ?? 'not known';
    return `**Longer text ${name}**: ${pairs} pairs; the yardstick's halves agree at ${halves} or better.\n\n${head}\n${rows.join('\n')}`;
  });
  const { cores, platform, threads, onnxruntime } = machine();
  const where = `${cores} cores (${platform}), ${threads} threads, onnxruntime ${onnxruntime}`;
  return [`${where}, ${new Date().toISOString().slice(0, 10)}.`, ...tables].join('\n\n');
}

function drawCost(lengths: readonly Length[]): string {
  const name = ['short', 'middle', 'long'];
  const names = new Set(lengths.flatMap(({ methods }) => methods.map((one) => one.name)));
  const points = [...names].map((method) => ({
    name: method,
    points: lengths.flatMap(({ methods }) =>
      methods.flatMap((one) =>
        one.name === method ? [{ x: one.relativeCost, y: one.pearson }] : [],
      ),
    ),
  }));
  const least = Math.min(...points.flatMap((one) => one.points.map(({ y }) => y)));
  const low = Math.floor(least * 20) / 20;
  return chartSvg({
    title: `Closeness to Shapley’s matrix against time (${name.slice(0, lengths.length).join(', ')} texts)`,
    x: { label: 'time, of that of ij', ticks: [0.25, 0.5, 1, 2, 4, 8], log: true },
    y: {
      label: 'Pearson',
      ticks: Array.from({ length: Math.round((1 - low) / 0.05) + 1 }, (_, i) =>
        Number((low + i * 0.05).toFixed(2)),
      ),
    },
    series: points,
  });
}
