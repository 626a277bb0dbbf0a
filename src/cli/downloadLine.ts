import type { DownloadState } from '../engine/modelWork.js';

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Logs and pipes get a line for each tenth, terminals one line that is written over. */
const TENTHS = 10;

/** How far a download is, in one line of a terminal or a few of a log. */
export function downloadLine(output: Output): {
  readonly update: (state: DownloadState) => void;
  readonly end: () => void;
} {
  let written = '';
  let tenth = -1;
  return {
    update({ file, done, total }) {
      const share = total === 0 ? 1 : done / total;
      const text = `${(done / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB (${Math.floor(share * 100)} %)  ${file}`;
      if (output.isTTY === true) {
        output.write(`\r${text.padEnd(written.length)}`);
        written = text;
      } else if (Math.floor(share * TENTHS) > tenth) {
        tenth = Math.floor(share * TENTHS);
        output.write(`${text}\n`);
      }
    },
    end() {
      if (written !== '') output.write('\n');
    },
  };
}
