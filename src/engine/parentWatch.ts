import { Worker } from 'node:worker_threads';

/**
 * Kills this process soon after its parent is gone, even while onnxruntime blocks the main thread
 * and the 'disconnect' event waits behind it. A worker thread has a clock of its own. The worker
 * holds no session, so it is none of those whose end aborts the process.
 */
export function exitWithParent(parentId: number, pollMs = 500): void {
  const worker = new Worker(
    `const { workerData } = require('node:worker_threads');
     const alive = () => {
       if (process.ppid !== workerData.parentId) return false;
       try { process.kill(workerData.parentId, 0); return true; }
       catch (error) { return error.code === 'EPERM'; }
     };
     setInterval(() => { if (!alive()) process.kill(process.pid, 'SIGKILL'); }, workerData.pollMs);`,
    { eval: true, workerData: { parentId, pollMs }, env: {} },
  );
  worker.unref();
}
