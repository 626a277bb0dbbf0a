/** All studies, in the order in which they are listed. */
import { agreement } from './agreement.js';
import { concentration } from './concentration.js';
import { lexicalBias } from './lexicalBias.js';
import { referenceTerms } from './referenceTerms.js';
import type { Study } from './study.js';
import { sums } from './sums.js';

export const studies: readonly Study[] = [
  agreement,
  referenceTerms,
  sums,
  concentration,
  lexicalBias,
];
