/**
 * Searches the bundled model for neutral references and records them, so that nobody who uses it has to wait
 * for the search: `node scripts/run.mjs scripts/neutral-references.ts`, then
 * `node scripts/run.mjs scripts/build-model.ts --write-manifest`.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { availableParallelism } from 'node:os';
import { BatchEncoder } from '../src/encoder/batchEncoder.js';
import { createRuntime } from '../src/encoder/session.js';
import { loadModel, releaseModel } from '../src/engine/loadModel.js';
import { search, searchedIn } from '../src/engine/neutralReferences.js';
import { CHOOSING_TEXTS } from '../src/search/sampleTexts.js';
import { modelForTests } from './model/ensureModel.js';

const start = performance.now();
const runtime = createRuntime({ threads: availableParallelism() });
const loaded = await loadModel(modelForTests(process.cwd()), process.cwd(), runtime);
const batch = await BatchEncoder.open(loaded.explainer.encoder);
const found = await search(await searchedIn(loaded, batch, {}), 'full', CHOOSING_TEXTS, {
  progress: () => undefined,
  check: () => undefined,
});
await batch.release();
await releaseModel(loaded);
for (const { id, token, meanGap, norm } of found) {
  console.log(
    `${String(id).padStart(6)}  gap ${meanGap.toFixed(4)}  |e(r)| ${norm.toFixed(2)}  ${token}`,
  );
}
writeFileSync(
  path.join('scripts', 'model', 'neutralReferences.json'),
  `${JSON.stringify(found.map(({ id }) => id))}\n`,
);
console.log(`${((performance.now() - start) / 1000).toFixed(1)} s`);
