/** Encoders and paths for tests of attribution. */
import path from 'node:path';
import type { TextPath } from '../../src/attribution/textPath.js';
import type { Hooks } from '../../src/attribution/hooks.js';
import { Encoder } from '../../src/encoder/encoder.js';
import type { ExactReference } from '../../src/encoder/exactReference.js';
import type { PoolingMode } from '../../src/encoder/pooling.js';
import { createRuntime } from '../../src/encoder/session.js';
import { canonicalise } from '../../src/onnx/canonical/canonicalise.js';
import { readModelFile } from '../../src/onnx/readFile.js';
import { FIXTURES } from './golden.js';

/** One thread: test files run side by side, and threads that spin would take each other's core. */
export const runtime = createRuntime({ threads: 1 });

export const quiet: Omit<Hooks, 'found'> = { progress: () => undefined, cancelled: () => false };

/** One of test/fixtures/encoders, e.g. `bert/dynamo`; their vocabulary has 120 tokens. */
export async function fixtureEncoder(
  file: string,
  pooling: PoolingMode,
  exact?: ExactReference,
): Promise<Encoder> {
  const { model } = canonicalise(readModelFile(path.join(FIXTURES, 'encoders', `${file}.onnx`)));
  return Encoder.load(model, runtime, {
    pooling: { modes: [pooling], dense: [] },
    vocabulary: 120,
    exact,
  });
}

/** Every token a part of its own. */
export async function pathOf(
  encoder: Encoder,
  ids: readonly number[],
  reference: readonly number[],
): Promise<TextPath> {
  return {
    ids,
    referenceIds: reference,
    text: await encoder.encode(ids),
    reference: await encoder.encode(reference),
    parts: ids.map((_, position) => [position]),
  };
}
