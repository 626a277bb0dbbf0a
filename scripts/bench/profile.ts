/** Where the time of graph runs goes, from onnxruntime's own profiles. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { watchSessions } from './watchSessions.js';

const Shapes = v.array(v.record(v.string(), v.array(v.number())));

/** A line of a profile; times in µs. */
const ProfileEvent = v.object({
  cat: v.string(),
  name: v.string(),
  dur: v.number(),
  args: v.object({
    op_name: v.optional(v.string()),
    input_type_shape: v.optional(Shapes),
    output_type_shape: v.optional(Shapes),
  }),
});
export type ProfileEvent = v.InferOutput<typeof ProfileEvent>;

/** Products of one size: [...rows, inner] × [inner, columns]. */
export interface Products {
  /** Shape of the left factor. */
  readonly left: readonly number[];
  readonly columns: number;
  /** Whether the right factor is a constant, such as a layer's weights. */
  readonly weights: boolean;
  readonly flop: number;
  readonly ms: number;
}

export interface RunSummary {
  /** Time inside graph runs. */
  readonly ms: number;
  /** Time of each operator's kernels, the longest first. */
  readonly operators: readonly (readonly [name: string, ms: number])[];
  /** Matrix products by size, the most work first. */
  readonly products: readonly Products[];
}

/**
 * Records every session that opens until `finish`, which tells what their runs did. Settings are those
 * that the engine chooses, with profiling added.
 */
export function recordProfiles(): { finish(): readonly ProfileEvent[] } {
  const folder = mkdtempSync(path.join(tmpdir(), 'hitlight-profile-'));
  const ends: (() => void)[] = [];
  let opened = 0;
  const stop = watchSessions(
    (session) => {
      let open = true;
      const end = () => {
        if (open) session.endProfiling();
        open = false;
      };
      ends.push(end);
      // A profile is lost with its session.
      const release = session.release.bind(session);
      session.release = () => {
        end();
        return release();
      };
    },
    (own) => {
      const profileFilePrefix = path.join(folder, String(opened++));
      return { ...own, enableProfiling: true, profileFilePrefix };
    },
  );
  return {
    finish() {
      stop();
      ends.forEach((end) => end());
      const files = readdirSync(folder).map((name) => path.join(folder, name));
      const events = files.flatMap((file) => parseProfile(readFileSync(file, 'utf8')));
      rmSync(folder, { recursive: true });
      return events;
    },
  };
}

/** Throws where the profile is not of the form that onnxruntime 1.30 writes. */
export function parseProfile(text: string): readonly ProfileEvent[] {
  return v.parse(v.array(ProfileEvent), JSON.parse(text));
}

const PRODUCTS = new Set(['MatMul', 'FusedMatMul', 'Gemm', 'FusedGemm']);

export function summarise(events: readonly ProfileEvent[]): RunSummary {
  const operators = new Map<string, number>();
  const products = new Map<string, Products>();
  let ms = 0;
  for (const event of events) {
    const { cat, name, dur, args } = event;
    if (cat === 'Session' && name === 'model_run') ms += dur / 1000;
    if (cat !== 'Node' || args.op_name === undefined) continue;
    operators.set(args.op_name, (operators.get(args.op_name) ?? 0) + dur / 1000);
    const product = PRODUCTS.has(args.op_name) ? productOf(event) : undefined;
    if (!product) continue;
    const key = JSON.stringify([product.left, product.columns, product.weights]);
    const known = products.get(key) ?? { ...product, flop: 0, ms: 0 };
    const [flop, time] = [known.flop + product.flop, known.ms + product.ms];
    products.set(key, { ...known, flop, ms: time });
  }
  return {
    ms,
    operators: [...operators].sort((one, other) => other[1] - one[1]),
    products: [...products.values()].sort((one, other) => other.flop - one.flop),
  };
}

/** A constant right factor is packed when the session opens, and no input of the kernel any more. */
function productOf({ args, dur }: ProfileEvent): Products | undefined {
  const left = Object.values(args.input_type_shape?.[0] ?? {})[0];
  const out = Object.values(args.output_type_shape?.[0] ?? {})[0];
  const [rows, columns] = [out?.at(-2), out?.at(-1)];
  if (!left || !out || !rows || !columns || left.length < 2) return undefined;
  // Whether or not the left factor is transposed.
  const inner = ((left.at(-2) ?? 0) * (left.at(-1) ?? 0)) / rows;
  const flop = 2 * inner * out.reduce((size, dim) => size * dim, 1);
  const right = Object.values(args.input_type_shape?.[1] ?? {})[0];
  const weights = right === undefined || right.length === 1;
  return { left, columns, weights, flop, ms: dur / 1000 };
}

export const productMs = ({ operators }: RunSummary): number =>
  operators.reduce((sum, [name, ms]) => (PRODUCTS.has(name) ? sum + ms : sum), 0);
