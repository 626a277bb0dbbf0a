/** How many tokens a network can place, whatever its folder says. */
import { subgraph } from '../onnx/subgraph.js';
import { type Dim, isFixed } from '../onnx/valueType.js';
import type { Encoder } from './encoder.js';

/** What of an encoder tells how it places tokens. */
type Placing = Pick<Encoder, 'graph' | 'types' | 'vocabulary' | 'feeds' | 'open'>;

/** A table with a row for each position, and the values that are looked up in it. */
interface LookUp {
  readonly rows: number;
  readonly index: string;
}

/** Tokens of the probe: enough to tell counting from everything else. */
const PROBE = 8;

/**
 * Tokens that the tables of positions in an encoder's graph have room for: those that are sliced to
 * the length of the text, and those whose rows are looked up by counting. Infinity where it has none
 * (relative and rotary positions that are computed), so that only a run can tell.
 * Throws RunError. Cost: where rows are looked up, one session over what computes the indices, run once.
 */
export async function positionLimit(encoder: Placing): Promise<number> {
  const sliced = slicedTables(encoder);
  const lookUps = lookUpTables(encoder);
  if (lookUps.length === 0) return Math.min(Infinity, ...sliced);
  // One token over and over: what still counts up counts positions.
  const ids = new Array<number>(PROBE).fill(encoder.vocabulary - 1);
  const found = await evaluate(
    encoder,
    ids,
    lookUps.map(({ index }) => index),
  );
  const counted = lookUps.map(({ rows, index }) => {
    const indices = found.get(index) ?? [];
    const first = indices[0] ?? 0;
    const counts = indices.length === PROBE && indices.every((value, i) => value === first + i);
    return counts ? rows - first : Infinity;
  });
  return Math.min(...sliced, ...counted);
}

/** Room in constants of which a part as long as the text is taken. */
function slicedTables({ graph, types }: Placing): number[] {
  return graph.nodes.flatMap((node) => {
    const table = graph.initializers.get(node.inputs[0] ?? '');
    const shape = types.get(node.outputs[0] ?? '')?.shape;
    if (node.opType !== 'Slice' || !table || !shape) return [];
    return shape.flatMap((dim, axis) =>
      growing(dim) ? [Math.floor(((table.dims[axis] ?? Infinity) - dim.fixed) / dim.perToken)] : [],
    );
  });
}

/** Tables of which a row is taken for each token, but not by the token's id. */
function lookUpTables({ graph, types }: Placing): LookUp[] {
  return graph.nodes.flatMap((node) => {
    const [table = '', index = ''] = node.inputs;
    const rows = graph.initializers.get(table)?.dims[0];
    const axis = node.attributes.get('axis');
    const shape = types.get(index)?.shape ?? [];
    const perToken = shape.at(-1);
    const fits =
      node.opType === 'Gather' &&
      (axis?.type !== 'int' || axis.value === 0) &&
      !graph.initializers.has(index) &&
      perToken?.perToken === 1 &&
      perToken.fixed === 0 &&
      shape.slice(0, -1).every((dim) => isFixed(dim, 1));
    return fits && rows !== undefined ? [{ rows, index }] : [];
  });
}

const growing = (dim: Dim): dim is NonNullable<Dim> => dim !== null && dim.perToken > 0;

/** Values of a graph's integers for a text, by name. */
async function evaluate(
  encoder: Placing,
  ids: readonly number[],
  names: readonly string[],
): Promise<ReadonlyMap<string, number[]>> {
  const feeds = encoder.feeds(ids);
  const computed = [...new Set(names)].filter((name) => !(name in feeds));
  const to = computed.map((name) => ({
    name,
    dtype: encoder.types.get(name)?.dtype,
    dims: undefined,
  }));
  const session = to.length > 0 ? await encoder.open(subgraph(encoder.graph, { to })) : null;
  try {
    const values = { ...feeds, ...(await session?.run(feeds)) };
    return new Map(names.map((name) => [name, Array.from(values[name]?.data ?? [], Number)]));
  } finally {
    await session?.release();
  }
}
