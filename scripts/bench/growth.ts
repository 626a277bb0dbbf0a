/**
 * `npm run bench:growth`: how time grows with the length of the texts. Draws docs/growth.svg and
 * writes the table beside it in docs/performance.md. Needs a build. Takes minutes.
 *   --upto N  leaves out texts of more than N tokens
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createTokenizer } from '../../src/text/createTokenizer.js';
import type { Tokenizer } from '../../src/text/tokenizer.js';
import { EngineProcess, MODELS, checkBuild } from './engineProcess.js';
import { type GrowthPoint, growthMarkdown, growthSeries } from './growthTable.js';
import { growthSvg } from './growthSvg.js';
import { MIDDLE_LAYER } from './pairs.js';
import { commit, machine } from './machine.js';
import { median } from './median.js';
import { ofTokens } from './ofTokens.js';
import { machineLine } from './table.js';
import { GUIDE, QUERY, REVIEW, freshText } from './texts.js';
import { textsOf } from './textsOf.js';
import { inWorker, servesJob } from './worker.js';
import { writeSections } from './writeDocs.js';

const LENGTHS = [10, 25, 50, 100, 175, 250];

/** Runs of each length, fewer where one takes long. */
const RUNS = { most: 5, ms: 10_000 };

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { upto: { type: 'string' } } });
  checkBuild();
  const about = { machine: machine(), date: new Date().toISOString(), commit: commit() };
  const tokenizer = bundledTokenizer();
  const points: GrowthPoint[] = [];
  const most = Number(values.upto ?? Infinity);
  for (const tokens of LENGTHS.filter((length) => length <= most)) {
    const text = ofTokens(REVIEW, tokens, tokenizer);
    const kinds = {
      'n + n': [text, ofTokens(GUIDE, tokens, tokenizer)],
      '10 + n': [QUERY, text],
    } as const;
    for (const [kind, [a, b]] of Object.entries(kinds)) {
      process.stderr.write(`${kind}, n = ${tokens}\n`);
      points.push(await measure(kind, tokens, a, b, about.machine.threads));
    }
  }
  writeFileSync('docs/growth.svg', growthSvg(growthSeries(points)));
  await writeSections({ growth: `${machineLine(about)}.\n\n${growthMarkdown(points)}` });
}

/** One pair in an engine of its own, the middle layer, texts new at every run. */
async function measure(
  kind: string,
  tokens: number,
  a: string,
  b: string,
  threads: number,
): Promise<GrowthPoint> {
  const engine = await EngineProcess.start();
  try {
    const explain = (run: number) =>
      engine.explain(freshText(a, run), freshText(b, run), MIDDLE_LAYER);
    await explain(RUNS.most);
    const runs = [await explain(0)];
    const end = performance.now() + RUNS.ms;
    while (runs.length < RUNS.most && performance.now() < end) {
      runs.push(await explain(runs.length));
    }
    const explanation = runs[0]?.explanation;
    if (explanation?.tokensB.length !== tokens) {
      throw new Error(`Bench: expected ${tokens} tokens, got ${explanation?.tokensB.length}`);
    }
    const peakRssMb = await engine.stop();
    const encodeMs = await inWorker<'encode'>({
      kind: 'encode',
      ...textsOf(MIDDLE_LAYER, explanation),
      threads,
    });
    const marginals = runs.flatMap((run) => run.marginalsMs ?? []);
    return {
      kind,
      tokens,
      ms: median(runs.map((run) => run.ms)),
      marginalsMs: marginals.length > 0 ? median(marginals) : null,
      encodeMs,
      evaluations: explanation.evaluations,
      peakRssMb,
    };
  } finally {
    engine.kill();
  }
}

function bundledTokenizer(): Tokenizer {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(path.join(MODELS, 'all-MiniLM-L6-v2', name), 'utf8'));
  return createTokenizer(read('tokenizer.json'), read('tokenizer_config.json'));
}

if (!servesJob()) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
