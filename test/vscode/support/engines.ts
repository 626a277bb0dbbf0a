import { execFileSync } from 'node:child_process';

/** Process ids of engines that this extension host started. Windows has no ps. */
export function engines(): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='])
    .toString()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => Number(match?.[2]) === process.pid && match?.[3]?.includes('engine.js'))
    .map((match) => Number(match?.[1]));
}
