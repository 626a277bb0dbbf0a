/** What parts of a text add, by how much of the rest is there: why three sizes are enough. */
import { Coalitions } from '../../src/attribution/estimates/Coalitions.js';
import { randomFrom, randomOrder } from '../../src/attribution/estimates/random.js';
import { dot } from '../../src/attribution/vectors.js';
import { displacement } from '../../src/attribution/textPath.js';
import { BatchEncoder } from '../../src/encoder/batchEncoder.js';
import { partsAt } from '../../src/attribution/aggregate.js';
import { chooseReference, referenceIds } from '../../src/attribution/reference.js';
import type { StudyModel } from '../../src/study/study.js';

export interface Profile {
  /** Of the text's tokens. */
  readonly token: string;
  /** Mean of what it adds, projected on e(x) − e(r), at each share of the others that is there. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const SHARES = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1];
const SAMPLES = 64;
const quiet = { cancelled: () => false };

/** Of the tokens that add most; shares of what all tokens add. Cost: some thousand encodings. */
export async function profiles(
  { explainer, reader }: Pick<StudyModel, 'explainer' | 'reader'>,
  text: string,
  count: number,
): Promise<Profile[]> {
  const { encoder } = explainer;
  const { tokens } = reader.tokenizer.encode(text, 256);
  const reference = chooseReference('auto', reader, [tokens]);
  const parts = partsAt('token', text, tokens);
  const ids = tokens.map(({ id }) => id);
  const path = {
    ...{ ids, referenceIds: referenceIds(tokens, reference) },
    text: await encoder.encode(ids),
    reference: await encoder.encode(referenceIds(tokens, reference)),
    parts: parts.map(({ positions }) => positions),
  };
  const batches = await BatchEncoder.open(encoder);
  try {
    const game = new Coalitions(batches, path);
    const whole = displacement(path);
    const length = dot(whole, whole);
    const random = randomFrom(1);
    const found: Profile[] = [];
    for (const [player, part] of game.players.entries()) {
      const points: { x: number; y: number }[] = [];
      for (const share of SHARES) {
        const others = game.players.map((_, i) => i).filter((i) => i !== player);
        const present = Math.round(share * others.length);
        const sets = Array.from({ length: share % 1 === 0 ? 1 : SAMPLES }, () => {
          const there = new Set(randomOrder(others.length, random).slice(0, present));
          return game.players.map((_, i) => there.has(others.indexOf(i)));
        });
        const joined = sets.map((set) => set.map((there, i) => there || i === player));
        const values = await game.values([...sets, ...joined], quiet);
        const added = sets.map((_, i) => {
          const [before, after] = [values[i], values[sets.length + i]];
          return dot(
            whole,
            whole.map((__, d) => (after?.[d] ?? 0) - (before?.[d] ?? 0)),
          );
        });
        points.push({
          x: share,
          y: added.reduce((sum, one) => sum + one, 0) / added.length / length,
        });
      }
      found.push({ token: parts[part]?.text ?? '', points });
    }
    const size = ({ points }: Profile) => points.reduce((sum, { y }) => sum + Math.abs(y), 0);
    return found.sort((one, other) => size(other) - size(one)).slice(0, count);
  } finally {
    await batches.release();
  }
}
