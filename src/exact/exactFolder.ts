/**
 * The small files of an exact encoder's folder, laid out as sentence-transformers and the Hub do, so that
 * whoever loads the folder pools and applies the head as the ONNX file itself does.
 */
import type { Pooling } from '../encoder/pooling.js';
import type { Tensor } from '../tensor/tensor.js';
import { SENTENCE_EMBEDDING, isLinear } from './exactModel.js';
import { safetensorsFile } from './safetensorsFile.js';

export interface ExactFolder {
  /** The model it was made from, for people. */
  readonly name: string;
  readonly token: string;
  readonly id: number;
  readonly pooling: Pooling;
  /** D of the pooled embedding. */
  readonly width: number;
  readonly head: Tensor<'float32'> | undefined;
  /** The original's config.json. */
  readonly config: unknown;
}

type Files = ReadonlyMap<string, string | Uint8Array>;

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** By path with `/`; the ONNX file and what is copied from the original are not among them. */
export function exactFiles(exact: ExactFolder): Files {
  const { pooling, head, width, config, token, id } = exact;
  const files = new Map<string, string | Uint8Array>();
  files.set(
    'config.json',
    json({
      ...(typeof config === 'object' && config !== null ? config : {}),
      hitlight_exact: { reference: { token, id }, in_graph: true, head: head !== undefined },
    }),
  );
  files.set('README.md', readme(exact));
  // Other poolings do not commute with the shift: the graph's pooled output alone is right.
  if (!isLinear(pooling)) return files;
  const modules = [
    module(0, '', 'Transformer'),
    module(1, '1_Pooling', 'Pooling'),
    ...(head ? [module(2, '2_Dense', 'Dense')] : []),
  ];
  files.set('modules.json', json(modules));
  const has = (mode: string) => pooling.modes.some((own) => own === mode);
  files.set(
    '1_Pooling/config.json',
    json({
      word_embedding_dimension: width / pooling.modes.length,
      pooling_mode_cls_token: has('cls'),
      pooling_mode_mean_tokens: has('mean'),
      pooling_mode_max_tokens: false,
      pooling_mode_mean_sqrt_len_tokens: has('mean_sqrt_len'),
      pooling_mode_lasttoken: has('last'),
    }),
  );
  if (head) {
    const [rows = 0, columns = 0] = head.dims;
    files.set(
      '2_Dense/config.json',
      json({
        ...{ in_features: columns, out_features: rows, bias: false },
        activation_function: 'torch.nn.modules.linear.Identity',
      }),
    );
    files.set('2_Dense/model.safetensors', safetensorsFile('linear.weight', head));
  }
  return files;
}

const module = (idx: number, path: string, type: string) => ({
  ...{ idx, name: String(idx), path },
  type: `sentence_transformers.models.${type}`,
});

function readme({ name, token, id, head }: ExactFolder): string {
  return `# Exact encoder made from ${name}

e'(x) = e(x) − e(r_x): the embedding of a text minus that of its reference, which is the text with every token
replaced by ${JSON.stringify(token)} (id ${id}) but those that the tokenizer adds. The reference's embedding is
zero, so attributions by integrated Jacobians add up to the score, cosine or dot product, without remainder
(Möller, Nikolaev & Padó 2023, https://arxiv.org/abs/2310.05703).

\`onnx/model.onnx\` takes the original's inputs, works out r_x from ids and mask, and gives \`${SENTENCE_EMBEDDING}\`
[B, D], pooled${head ? ' and with the head applied' : ''}, not normalised${head ? '. The head is linear (2_Dense), trained so that cosines are those of the original' : ''}.
Made by Hitlight; the weights are the original's and so is their licence.
`;
}
