/**
 * Writes the figures of docs/studies.md: every study of the bundled model on its bundled sample.
 * `npm run docs:studies`; needs a build; takes some minutes. `-- NAME …` does only those.
 */
import path from 'node:path';
import { doStudy, studyList } from '../src/engine/study.js';
import type { StudyName } from '../src/protocol.js';
import { cacheFolder } from '../src/cli/cacheFolder.js';
import { writeSections } from './bench/writeDocs.js';
import { reportMarkdown } from './lib/reportMarkdown.js';

const DIST = path.resolve('dist');

for (const study of wanted(process.argv.slice(2))) {
  const options = {
    ...({
      model: 'bundled',
      layer: 'middle',
      reference: 'auto',
      tolerance: 1e-3,
      seed: 1,
    } as const),
    // The document shows both sides; a comparison of a model with itself shows nothing.
    ...(study === 'compare' ? { otherModel: process.env.HITLIGHT_OTHER_MODEL ?? '' } : {}),
  };
  const files = { pairs: null, conlluA: null, conlluB: null };
  const settings = {
    modelsFolder: path.join(DIST, 'models'),
    cacheFolder: cacheFolder(),
    engineScript: path.join(DIST, 'engine.js'),
  };
  const progress = (done: number, total: number) => {
    process.stderr.write(`\r${study}: ${done} of ${total}   `);
  };
  const hooks = { progress, cancelled: () => false };
  const report = await doStudy({ study, files, options }, settings, hooks);
  process.stderr.write('\n');
  await writeSections({ [study]: reportMarkdown(report) }, 'docs/studies.md');
}
process.exit(0);

/** All but `compare`, which needs a second model: HITLIGHT_OTHER_MODEL. */
function wanted(names: readonly string[]): StudyName[] {
  const all = studyList.map(({ name }) => name);
  const known = (name: string): name is StudyName => all.some((one) => one === name);
  const unknown = names.find((name) => !known(name));
  if (unknown !== undefined) throw new Error(`Study: expected ${all.join(', ')}, got ${unknown}`);
  const chosen = names.length > 0 ? names.filter(known) : all;
  return chosen.filter((name) => name !== 'compare' || process.env.HITLIGHT_OTHER_MODEL);
}
