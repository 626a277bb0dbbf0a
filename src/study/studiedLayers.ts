import { InputError } from '../attribution/inputError.js';
import type { StudyContext } from './study.js';

/** Layers of studies that compare some: as asked, else the first, the middle and the last. Throws InputError. */
export function studiedLayers({
  model,
  options,
}: Pick<StudyContext, 'model' | 'options'>): number[] {
  const { explainer } = model;
  const count = explainer.encoder.layers.length;
  const { layers } = options;
  if (layers === 'all') return Array.from({ length: count }, (_, i) => i);
  if (layers?.length === 0) throw new InputError('Layers: expected some, got none');
  const asked = layers ?? (['input', 'middle', 'last'] as const);
  return [...new Set(asked.map((layer) => explainer.layer(layer)))].sort((x, y) => x - y);
}
