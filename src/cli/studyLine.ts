interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How many items of a study are measured, and how long the rest may take, on one line of a terminal. */
export function studyLine(
  output: Output,
  now: () => number = () => performance.now(),
): { readonly update: (done: number, total: number) => void; readonly end: () => void } {
  let written = '';
  let start: { readonly at: number; readonly done: number } | null = null;
  const show = (text: string) => {
    if (output.isTTY !== true || text === written) return;
    output.write(`\r${text.padEnd(written.length)}`);
    written = text;
  };
  return {
    update(done, total) {
      // Those of an earlier run take no time and would make the rest look short.
      if (start === null || done < start.done || done === 0) start = { at: now(), done };
      const measured = done - start.done;
      const left = measured > 2 ? ((now() - start.at) / measured) * (total - done) : null;
      const time = left === null ? '' : `, about ${Math.ceil(left / 1000)} s left`;
      show(`${done} of ${total}${time}`);
    },
    end() {
      if (written !== '') output.write(`\r${' '.repeat(written.length)}\r`);
    },
  };
}
