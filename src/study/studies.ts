/** All studies, in the order in which they are listed. */
import { adjectives } from './adjectives.js';
import { agreement } from './agreement.js';
import { codeRoles } from './codeRoles.js';
import { compare } from './compare.js';
import { concentration } from './concentration.js';
import { convergence } from './convergence.js';
import { faithfulness } from './faithfulness.js';
import { lexicalBias } from './lexicalBias.js';
import { negation } from './negation.js';
import { referenceTerms } from './referenceTerms.js';
import type { Study } from './study.js';
import { sums } from './sums.js';
import { syntax } from './syntax.js';

export const studies: readonly Study[] = [
  agreement,
  referenceTerms,
  sums,
  convergence,
  concentration,
  syntax,
  negation,
  adjectives,
  lexicalBias,
  codeRoles,
  faithfulness,
  compare,
];
