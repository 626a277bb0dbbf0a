/** All studies, in the order in which they are listed. */
import { referenceTerms } from './referenceTerms.js';
import type { Study } from './study.js';

export const studies: readonly Study[] = [referenceTerms];
