import type { Explanation } from '../../src/protocol.js';

/** Work on it goes on. */
export const isUnfinished = ({ stage }: Explanation): boolean =>
  stage !== 'done' && stage !== 'stopped';

/** As it is when the work on it has ended, done or not. */
export const asEnded = (explanation: Explanation): Explanation =>
  isUnfinished(explanation) ? { ...explanation, stage: 'stopped' } : explanation;
