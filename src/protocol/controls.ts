/** What a person chooses in the panel of how explanations are computed. */
import * as v from 'valibot';
import { Level, LongText, Method } from './options.js';
import { Finite, Text } from './parts.js';

/** As settings write them. */
export const LayerSetting = v.pipe(Text, v.regex(/^(input|middle|last|\d{1,4})$/));
export const ReferenceSetting = v.pipe(Text, v.regex(/^(auto|pad|unk|mask|id:\d{1,9})$/));
export const ToleranceSetting = v.pipe(Finite, v.gtValue(0), v.maxValue(0.1));

export const Controls = v.object({
  /** Short name of the model; never a path. */
  model: Text,
  layer: LayerSetting,
  reference: ReferenceSetting,
  method: Method,
  tolerance: ToleranceSetting,
  level: Level,
  longText: LongText,
  /** Something was chosen here that the settings do not say. */
  changed: v.boolean(),
});
export type Controls = v.InferOutput<typeof Controls>;

/** What was chosen; what is left out stays. */
export const ControlChange = v.partial(
  v.strictObject({
    layer: LayerSetting,
    reference: ReferenceSetting,
    method: Method,
    tolerance: ToleranceSetting,
    level: Level,
    longText: LongText,
  }),
);
export type ControlChange = v.InferOutput<typeof ControlChange>;
