/**
 * Builds the bundled model into dist/models, or leaves it when it is up to date.
 * `--write-manifest` records what is built as the expected files, after a deliberate change.
 */
import { writeFileSync } from 'node:fs';
import { bertConfig, maxSequenceLength } from './model/bertConfig.js';
import { bundledModel, ensureModel } from './model/ensureModel.js';
import { modelFiles, source } from './model/modelFiles.js';
import { describeFile, type ModelManifest, readManifest } from './model/modelManifest.js';

const places = bundledModel(process.cwd());

if (process.argv.includes('--write-manifest')) {
  const manifest: ModelManifest = {
    name: 'all-MiniLM-L6-v2',
    license: 'Apache-2.0',
    origin: 'https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2',
    source,
    dimension: bertConfig.hidden_size,
    maxSequenceLength,
    maxPositions: bertConfig.max_position_embeddings,
    files: [...modelFiles(places.packageFolder)].map((file) => describeFile(...file)),
  };
  writeFileSync(places.manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
}

try {
  const start = performance.now();
  const built = ensureModel(places);
  const bytes = readManifest(places.manifestPath).files.reduce((sum, file) => sum + file.bytes, 0);
  console.log(
    built
      ? `Model built in ${(performance.now() - start).toFixed(0)} ms: ${(bytes / 1e6).toFixed(1)} MB`
      : 'Model up to date',
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
