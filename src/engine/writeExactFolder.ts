/** The folder of an exact encoder: written beside its place, checked, then renamed into it. */
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../attribution/inputError.js';
import { field, readJson } from '../encoder/jsonFile.js';
import { exactFiles } from '../exact/exactFolder.js';
import { exactModel } from '../exact/exactModel.js';
import { writeModel } from '../onnx/write.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkExactFile } from './checkExactFile.js';
import type { ExactMaking } from './makeExact.js';

/** Taken along from the original where it has them. */
const COPIED = [
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.txt',
  'vocab.json',
  'merges.txt',
  'sentencepiece.bpe.model',
  'sentence_bert_config.json',
  'LICENSE',
] as const;

/** Throws InputError unless the folder is new, empty, or an exact encoder, which may be replaced. */
export async function assertWritable(out: string): Promise<void> {
  const entries = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new InputError(
      `Exact: expected a folder to write to, got ${error.code ?? error.message} for ${out}`,
    );
  });
  if (entries.length === 0) return;
  const config = await readJson(out, 'config.json', {}).catch(() => ({}));
  if (field(field(config, 'hitlight_exact'), 'in_graph') === true) return;
  throw new InputError(
    `Exact: expected a new or empty folder, or an exact encoder to replace, got ${out} with other files`,
  );
}

/**
 * @param head [D, D]; undefined: none
 * @param samples ids of texts on which the file must compute what the encoder does
 * Throws InputError where the disk refuses, ModelError and RunError where the file cannot be made.
 */
export async function writeExactFolder(
  making: ExactMaking,
  head: Tensor<'float32'> | undefined,
  out: string,
  samples: readonly (readonly number[])[],
): Promise<void> {
  const { loaded, reference, file, hooks } = making;
  const { encoder } = loaded.explainer;
  const { files } = loaded;
  const spec = { reference, pooling: encoder.pooling, head };
  const exact = exactModel(file, spec);
  const config = await readJson(files.folder, 'config.json', {});
  const small = exactFiles({
    ...{
      name: loaded.name,
      token: reference.token ?? loaded.reader.tokenizer.token(reference.id) ?? '',
    },
    ...{ id: reference.id, pooling: encoder.pooling, width: encoder.embeddingSize, head, config },
  });
  const partial = `${path.resolve(out)}.${process.pid}.part`;
  try {
    await writeFiles(
      partial,
      new Map<string, string | Uint8Array>([...small, [MODEL, writeModel(exact)]]),
    );
    await copyFrom(files.tokenizerPath ?? '', files.folder, partial);
    hooks.progress('checking', 0);
    await checkExactFile(making, head, path.join(partial, MODEL), exact.graph, samples);
    await rm(out, { recursive: true, force: true });
    await rename(partial, out);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new InputError(`Exact: expected to write to ${out}, got ${code}`, { cause: error });
  }
}

const MODEL = 'onnx/model.onnx';

async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
  for (const [name, content] of files) {
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

async function copyFrom(tokenizerPath: string, folder: string, target: string): Promise<void> {
  const beside = path.dirname(tokenizerPath);
  await copyFile(tokenizerPath, path.join(target, 'tokenizer.json'));
  for (const name of ['tokenizer_config.json', ...COPIED]) {
    for (const from of new Set([beside, folder])) {
      const content = await readFile(path.join(from, name)).catch(() => null);
      if (content === null) continue;
      await writeFile(path.join(target, name), content);
      break;
    }
  }
}
