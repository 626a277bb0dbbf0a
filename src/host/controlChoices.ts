import * as v from 'valibot';
import { ControlChange } from '../protocol.js';

/** What is kept of a person's choices; the model only as a name that a person has confirmed. */
export const ControlChoices = v.partial(v.object({ ...ControlChange.entries, model: v.string() }));
export type ControlChoices = v.InferOutput<typeof ControlChoices>;

/** What was kept; anything that is not valid, or no longer, is forgotten. */
export function decodeChoices(kept: unknown): ControlChoices {
  const result = v.safeParse(ControlChoices, kept ?? {});
  return result.success ? result.output : {};
}

/** A model's name without the folders of this machine. */
export function shortModelName(model: string): string {
  const isPath = /^(?:\/|~|[A-Za-z]:[\\/]|\\\\)/.test(model);
  return isPath ? (model.split(/[\\/]/).findLast((part) => part !== '') ?? model) : model;
}
