/** Preloaded into an engine process: as its last word it says how much memory it needed at most. */
import { writeSync } from 'node:fs';

process.on('exit', () => {
  writeSync(2, `\npeak RSS ${process.resourceUsage().maxRSS} kB\n`);
});
