import type { ExplainStage } from '../engine/explain.js';

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How far the windows of a long text are scored, on one line of a terminal that is wiped at the end. */
export function progressLine(output: Output): {
  readonly update: (stage: ExplainStage, fraction: number) => void;
  readonly end: () => void;
} {
  let written = '';
  const wipe = () => {
    if (written !== '') output.write(`\r${' '.repeat(written.length)}\r`);
    written = '';
  };
  return {
    update(stage, fraction) {
      if (output.isTTY !== true) return;
      const text =
        stage === 'scoring' ? `Scoring windows: ${String(Math.floor(fraction * 100))} %` : '';
      if (text === written) return;
      wipe();
      output.write(text);
      written = text;
    },
    end: wipe,
  };
}
