/**
 * Pooling as sentence-transformers writes it beside a model: modules.json names the steps, each with a
 * folder of its own. https://www.sbert.net/docs/sentence_transformer/usage/custom_models.html
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { field, readJson, textField } from './jsonFile.js';
import { ModelError } from './modelError.js';
import type { DenseLayer, Pooling, PoolingMode } from './pooling.js';
import { readSafetensor } from './safetensors.js';

const MODE_FIELDS: readonly (readonly [string, PoolingMode])[] = [
  // In the order in which sentence-transformers concatenates.
  ['pooling_mode_cls_token', 'cls'],
  ['pooling_mode_max_tokens', 'max'],
  ['pooling_mode_mean_tokens', 'mean'],
  ['pooling_mode_mean_sqrt_len_tokens', 'mean_sqrt_len'],
  ['pooling_mode_lasttoken', 'last'],
];

/** What a folder says of its pooling; undefined when it says nothing. Throws ModelError. */
export async function readPooling(folder: string): Promise<Pooling | undefined> {
  const modules = await readJson(folder, 'modules.json', null);
  const steps = Array.isArray(modules) ? modules : [];
  const ofType = (type: string) =>
    steps.flatMap((step: unknown) => {
      const [kind, place] = [field(step, 'type'), field(step, 'path')];
      return typeof kind === 'string' && kind.endsWith(`.${type}`) && typeof place === 'string'
        ? [place]
        : [];
    });
  const place = ofType('Pooling')[0] ?? '1_Pooling';
  const config = await readJson(within(folder, place), 'config.json', null);
  if (config === null) return undefined;
  const unknown = ['pooling_mode_weightedmean_tokens'].find((name) => field(config, name) === true);
  if (unknown !== undefined) {
    throw new ModelError(
      `Model: expected mean, cls, last, max or mean-sqrt-length pooling, got ${unknown}`,
    );
  }
  const modes = MODE_FIELDS.flatMap(([name, mode]) => (field(config, name) === true ? [mode] : []));
  const named = POOLING_MODE.get(field(config, 'pooling_mode'));
  const dense = await Promise.all(ofType('Dense').map((step) => readDense(within(folder, step))));
  const all = modes.length === 0 && named ? [named] : modes;
  return all.length > 0 ? { modes: all, dense } : undefined;
}

/** Values of `pooling_mode`, the field of newer files. */
const POOLING_MODE: ReadonlyMap<unknown, PoolingMode> = new Map([
  ['cls', 'cls'],
  ['max', 'max'],
  ['mean', 'mean'],
  ['mean_sqrt_len_tokens', 'mean_sqrt_len'],
  ['lasttoken', 'last'],
]);

async function readDense(folder: string): Promise<DenseLayer> {
  const config = await readJson(folder, 'config.json', {});
  const file = path.join(folder, 'model.safetensors');
  if (!existsSync(file)) {
    throw new ModelError(`Model: expected ${file} for the dense layer after pooling, got none`);
  }
  const bytes = await readFile(file);
  const weight = readSafetensor(bytes, 'linear.weight');
  if (weight?.dims.length !== 2) {
    throw new ModelError(`Model: expected a matrix linear.weight in ${file}, got none`);
  }
  const activation = textField(config, 'activation_function') ?? 'Identity';
  const name = activation.slice(activation.lastIndexOf('.') + 1);
  if (name !== 'Identity' && name !== 'Tanh') {
    throw new ModelError(`Model: expected Identity or Tanh after the dense layer, got ${name}`);
  }
  return { weight, bias: readSafetensor(bytes, 'linear.bias'), activation: name };
}

/** A module's folder, which must not lead out of the model's. */
function within(folder: string, place: string): string {
  const target = path.resolve(folder, place);
  const way = path.relative(folder, target);
  if (way.startsWith('..') || path.isAbsolute(way)) {
    throw new ModelError(`Model: expected modules inside ${folder}, got ${place}`);
  }
  return target;
}
