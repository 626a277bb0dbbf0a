interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** What a long task is doing, on one line of a terminal that is wiped at the end; nothing in a pipe. */
export function taskLine(output: Output): {
  readonly update: (label: string, fraction: number) => void;
  readonly end: () => void;
} {
  let written = '';
  const wipe = () => {
    if (written !== '') output.write(`\r${' '.repeat(written.length)}\r`);
    written = '';
  };
  return {
    update(label, fraction) {
      if (output.isTTY !== true) return;
      const text = `${label}: ${String(Math.floor(fraction * 100))} %`;
      if (text === written) return;
      wipe();
      output.write(text);
      written = text;
    },
    end: wipe,
  };
}
