import type { ExplainStage } from '../engine/explain.js';
import { taskLine } from './taskLine.js';

const LABELS: Partial<Record<ExplainStage, string>> = {
  scoring: 'Scoring windows',
  reference: 'Looking for a neutral reference',
};

/** How far what takes long has come, on one line of a terminal that is wiped at the end. */
export function progressLine(output: Parameters<typeof taskLine>[0]): {
  readonly update: (stage: ExplainStage, fraction: number) => void;
  readonly end: () => void;
} {
  const line = taskLine(output);
  return {
    update(stage, fraction) {
      const label = LABELS[stage];
      if (label === undefined) line.end();
      else line.update(label, fraction);
    },
    end: line.end,
  };
}
