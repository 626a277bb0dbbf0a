import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modelForTests } from '../../../scripts/model/ensureModel.js';
import { type LoadedModel, loadModel, releaseModel } from '../../../src/engine/loadModel.js';
import { withNeutralReferences } from '../../../src/engine/neutralReferences.js';
import { searchedIn } from '../../../src/engine/neutralReferences.js';
import { ReferenceStore } from '../../../src/engine/referenceStore.js';
import { BatchEncoder } from '../../../src/encoder/batchEncoder.js';
import { measureReferences } from '../../../src/search/findReferences.js';
import { readSample } from '../../../src/search/readSample.js';
import { runtime } from '../../support/encoders.js';

const hooks = { progress: () => undefined, check: () => undefined };

/** In no sample. */
const TEXTS = [
  'The gardener pruned the apple trees before the first frost.',
  'A pump keeps the cellar dry when the river rises.',
  'Nobody answered the door, although the lights were on.',
  'Why do some stars twinkle and others do not?',
  'Her suitcase was sent to the wrong airport twice.',
  'const total = prices.reduce((sum, price) => sum + price, 0);',
  'def is_even(n): return n % 2 == 0',
  'SELECT title FROM books WHERE year > 2000 ORDER BY title;',
  'if (queue.isEmpty()) { throw new IllegalStateException("nothing to do"); }',
  'The parser stops at the first character that it does not know and reports its position.',
];

let loaded: LoadedModel;
beforeAll(async () => {
  const folder = modelForTests(process.cwd());
  loaded = await loadModel(folder, path.dirname(folder), runtime);
});
afterAll(() => releaseModel(loaded));

test('the bundled model states its references, so nobody waits for a search', async () => {
  const store = new ReferenceStore(null);
  const refuse = { progress: () => undefined, cancelled: () => true };
  const same = await withNeutralReferences(loaded, {}, store, refuse);
  expect(same.reader.neutral).toHaveLength(16);
  expect(loaded.reader.tokenizer.token(same.reader.neutral[0] ?? -1)).toBe('>');
});

test('the best one leaves out little of the scores of sentences and code it was not chosen on', async () => {
  const batch = await BatchEncoder.open(loaded.explainer.encoder);
  const searched = await searchedIn(loaded, batch, {});
  const { special } = loaded.reader.tokenizer;
  const ids = [loaded.reader.neutral[0] ?? -1, special.unk ?? -1, special.pad ?? -1];
  const sample = readSample(TEXTS, searched.reading);
  const [best, unk, pad] = await measureReferences(searched, sample, ids, hooks);
  await batch.release();
  expect(batch.batches).toBe(true);
  expect(best?.meanGap).toBeLessThan(0.045);
  expect(unk?.meanGap).toBeGreaterThan(0.1);
  expect(pad?.meanGap).toBeGreaterThan(1);
}, 60_000);
