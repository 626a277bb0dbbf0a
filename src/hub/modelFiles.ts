/** Which files of a repository or folder make up a model that Hitlight can read. */

/** From the exact weights to the coarsest: attributions of quantised models are those of their weights. */
const BY_PREFERENCE = [
  'model',
  'model_fp32',
  'model_O1',
  'model_O2',
  'model_O3',
  'model_optimized',
  'model_quantized',
  'model_int8',
  'model_uint8',
  'model_qint8_avx512_vnni',
  'model_qint8_avx512',
  'model_qint8_arm64',
  'model_quint8_avx2',
  'model_fp16',
  'model_O4',
  'model_q4',
  'model_q4f16',
  'model_bnb4',
].flatMap((stem) => [`onnx/${stem}.onnx`, `${stem}.onnx`]);

/**
 * Small files that say how texts become vectors. Whether one of them exists matters (pooling is read
 * from them), so the cache remembers those that a repository does not have.
 */
export const OPTIONAL_FILES = [
  'config.json',
  'modules.json',
  'sentence_bert_config.json',
  'config_sentence_transformers.json',
  'tokenizer_config.json',
] as const;

/** Taken along where they exist. */
const EXTRAS: ReadonlySet<string> = new Set([
  ...OPTIONAL_FILES,
  'special_tokens_map.json',
  'added_tokens.json',
  'hitlight.json',
]);

export interface ModelFiles {
  readonly onnx: string;
  readonly tokenizer: string | null;
  /** Files with weights that the ONNX file refers to, as far as their names tell. */
  readonly data: readonly string[];
  readonly small: readonly string[];
}

/**
 * The files of a model among `paths`, with `/` and from the repository's root. `file`: the ONNX file
 * wanted; null: the best one. Null where there is none, or none of several that is clearly meant.
 */
export function modelFiles(paths: readonly string[], file: string | null): ModelFiles | null {
  const onnx = file === null ? bestOnnx(paths) : paths.find((path) => path === file);
  if (onnx === undefined) return null;
  const has = new Set(paths);
  const beside = `${folderOf(onnx)}tokenizer.json`;
  return {
    onnx,
    tokenizer: ['tokenizer.json', beside].find((path) => has.has(path)) ?? null,
    data: paths.filter((path) => isDataOf(onnx, path)),
    small: paths.filter((path) => EXTRAS.has(path) || isModuleFile(path)),
  };
}

/** All ONNX files, best first. */
export function onnxFiles(paths: readonly string[]): string[] {
  const rank = (path: string) => {
    const at = BY_PREFERENCE.indexOf(path);
    return at < 0 ? BY_PREFERENCE.length : at;
  };
  return paths
    .filter((path) => path.endsWith('.onnx'))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Whether there are weights in a form that has to be exported first. */
export function hasOtherWeights(paths: readonly string[]): boolean {
  return paths.some((path) => /\.(safetensors|bin|pt|pth|h5|msgpack)$/.test(path));
}

/** The folder of a file, with a slash at its end; empty at the root. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** A name of nobody's list counts only alone: of several, one may be a decoder or read pictures. */
function bestOnnx(paths: readonly string[]): string | undefined {
  const [best, ...others] = onnxFiles(paths);
  return best !== undefined && (BY_PREFERENCE.includes(best) || others.length === 0)
    ? best
    : undefined;
}

/** Exporters call the data of `model.onnx`: model.onnx_data(_1), model.onnx.data, model.data, …. */
function isDataOf(onnx: string, path: string): boolean {
  const folder = folderOf(onnx);
  if (!path.startsWith(folder)) return false;
  const name = path.slice(folder.length);
  const whole = onnx.slice(folder.length);
  const stem = whole.slice(0, -'.onnx'.length);
  const rest = [whole, stem].find((start) => name.startsWith(start));
  if (
    rest !== undefined &&
    /^[._](data|weights?)([._]?\d+)?(\.bin)?$/.test(name.slice(rest.length))
  ) {
    return true;
  }
  // What PyTorch's exporter calls tensors that it stores one by one.
  return /^(Constant_\d+_attr__value|onnx__\w+)$/.test(name);
}

/** Settings of sentence-transformers' modules (1_Pooling), and the weights of its dense layers. */
function isModuleFile(path: string): boolean {
  return /^\w+\/config\.json$/.test(path) || /^\w*Dense\w*\/model\.safetensors$/.test(path);
}
