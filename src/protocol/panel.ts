/** Host ⇄ webview panel. */
import * as v from 'valibot';
import { ControlChange, Controls } from './controls.js';
import { Explanation } from './explanation.js';
import { Finite, Index, Side, Text } from './parts.js';
import { LevelChoice, TextReading } from './reading.js';
import { Verification } from './verification.js';

/** An explanation with what the panel needs to draw it. */
export const ExplanationView = v.object({
  explanation: Explanation,
  textA: Text,
  textB: Text,
  /** Short name of each text's place ("retry.ts:10–24"); never a full path. */
  labelA: Text,
  labelB: Text,
  /** The text was edited since it was explained. */
  staleA: v.boolean(),
  staleB: v.boolean(),
  /** How each text is read; prose unless told. */
  readingA: v.optional(TextReading),
  readingB: v.optional(TextReading),
});
export type ExplanationView = v.InferOutput<typeof ExplanationView>;

/**
 * Tokens to emphasise: those under the pointer or cursor, on either side. Indices are those of the
 * explanation as it came, at whatever level it is read; a unit goes by its first token.
 */
export const Emphasis = v.object({ a: v.nullable(Index), b: v.nullable(Index) });
export type Emphasis = v.InferOutput<typeof Emphasis>;

/** More than is explained at a time is not worth sending. */
const EditedText = v.pipe(Text, v.maxLength(200_000));

/** Larger ones are no picture of a matrix of ours. */
const Png = v.pipe(
  v.instance(Uint8Array),
  v.check(({ length }) => length <= 64_000_000, 'expected a picture of at most 64 MB'),
);

/** Rows and columns of the matrix; null: all of them. */
export const TokenBlock = v.object({
  a: v.nullable(v.array(Index)),
  b: v.nullable(v.array(Index)),
});
export type TokenBlock = v.InferOutput<typeof TokenBlock>;

export const HostToPanel = v.variant('kind', [
  /** Also with better numbers of what is shown already; work goes on unless its stage says so. */
  v.object({ kind: v.literal('show'), view: ExplanationView }),
  v.object({ kind: v.literal('stale'), side: Side }),
  v.object({ kind: v.literal('emphasise'), emphasis: Emphasis }),
  /** What the explanation on screen predicted of masked texts, and what was measured. */
  v.object({ kind: v.literal('verified'), verification: Verification }),
  /** Draw the matrix as it is on screen, all of it; `picture` answers. */
  v.object({ kind: v.literal('draw'), id: Index }),
  v.object({ kind: v.literal('controls'), controls: Controls }),
  /** A person has gone to this pair by a command: it is brought into view and read aloud. */
  v.object({ kind: v.literal('visit'), emphasis: Emphasis }),
  /** The level at which panel and editors read. */
  v.object({ kind: v.literal('level'), level: LevelChoice }),
  /** fraction null: indeterminate. */
  v.object({ kind: v.literal('busy'), message: Text, fraction: v.nullable(Finite) }),
  /**
   * The last explanation, if any, stays on screen below the message; `partial`: it is what the work
   * had found before it failed.
   */
  v.object({
    kind: v.literal('failed'),
    message: Text,
    advice: Text,
    partial: v.optional(v.boolean()),
  }),
  /** Work ended without a new explanation; what was on screen before is valid again. */
  v.object({ kind: v.literal('idle') }),
]);
export type HostToPanel = v.InferOutput<typeof HostToPanel>;

export const PanelToHost = v.variant('kind', [
  v.object({ kind: v.literal('ready') }),
  v.object({ kind: v.literal('emphasise'), emphasis: Emphasis }),
  /** Go to a token in its editor. */
  v.object({ kind: v.literal('reveal'), side: Side, token: Index }),
  /** Read at another level, here and in the editors. */
  v.object({ kind: v.literal('level'), level: LevelChoice }),
  /** Show in the editors what a block of the matrix adds up to; null: all of it again. */
  v.object({ kind: v.literal('select'), selection: v.nullable(TokenBlock) }),
  v.object({ kind: v.literal('cancel') }),
  /** Explain the pair with this text on one side; null: with the text that was edited. */
  v.object({ kind: v.literal('edit'), side: Side, text: v.nullable(EditedText) }),
  /** A PNG file; null: there is nothing to draw. */
  v.object({ kind: v.literal('picture'), id: Index, png: v.nullable(Png) }),
  /** Check the explanation on screen. */
  v.object({ kind: v.literal('verify') }),
  /** Compute explanations otherwise from now on, the one on screen first. */
  v.object({ kind: v.literal('control'), change: ControlChange }),
  /** As the settings say again. */
  v.object({ kind: v.literal('resetControls') }),
  /** Choose another model, in the host's own lists. */
  v.object({ kind: v.literal('selectModel') }),
  /** Explain the same two places again with their present text. */
  v.object({ kind: v.literal('refresh') }),
  /** Explain another window of a long text, with the best partner in the other one. */
  v.object({ kind: v.literal('window'), side: Side, window: Index }),
  /** Go on with the explanation on screen, which was stopped. */
  v.object({ kind: v.literal('continue') }),
]);
export type PanelToHost = v.InferOutput<typeof PanelToHost>;
