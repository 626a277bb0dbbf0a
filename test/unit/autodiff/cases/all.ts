/** Every case of every operator. */
import { broadcastingCases } from './broadcasting.js';
import { elementwiseCases } from './elementwise.js';
import { layerCases } from './layers.js';
import { movementCases } from './movement.js';
import { productCases } from './products.js';
import { reductionCases } from './reductions.js';

export const allCases = [
  ...broadcastingCases,
  ...elementwiseCases,
  ...layerCases,
  ...movementCases,
  ...productCases,
  ...reductionCases,
];
