/** Entry of the engine process, started by `forkEngine` with an IPC channel. */
import { parseArgs } from 'node:util';
import { type EngineReply, Provider, parseMessage } from '../protocol.js';
import { createModelWork } from './createModelWork.js';
import { createTextWork } from './explainText.js';
import { exitWithParent } from './parentWatch.js';
import { createServer } from './server.js';

const { values } = parseArgs({
  options: {
    models: { type: 'string' },
    threads: { type: 'string' },
    provider: { type: 'string' },
    cache: { type: 'string' },
  },
});

if (process.send === undefined) {
  process.stderr.write('Engine: expected a parent process with an IPC channel, got none\n');
  process.exit(2);
}
if (values.models === undefined) {
  process.stderr.write('Engine: expected --models FOLDER, got none\n');
  process.exit(2);
}

const provider = parseMessage(Provider, values.provider ?? 'cpu');
if (provider === null) {
  process.stderr.write(`Engine: expected a provider, got ${values.provider}\n`);
  process.exit(2);
}

const threads = values.threads === undefined ? undefined : Number(values.threads);
const work = {
  ...createTextWork({
    modelsFolder: values.models,
    threads,
    provider,
    engineScript: __filename,
    cacheFolder: values.cache,
    log: (line) => process.stderr.write(`${line}\n`),
  }),
  models: createModelWork(values.models, { threads, cacheFolder: values.cache }),
};

let sent: Promise<void> = Promise.resolve();

function send(reply: EngineReply): void {
  // The parent may go away at any moment; 'disconnect' then ends this process.
  if (!process.connected) return;
  sent = new Promise((resolve) => {
    process.send?.(reply, undefined, undefined, () => resolve());
  });
}

process.on('disconnect', () => process.exit(0));
// Ctrl-C in a terminal reaches every process there; what it means for this one is the parent's business.
process.on('SIGINT', () => undefined);
exitWithParent(process.ppid);
process.on(
  'message',
  createServer(work, {
    send,
    // Messages leave in order, so the last one's leave is everybody's.
    sent: () => sent,
    log: (text) => process.stderr.write(`${text}\n`),
  }),
);
send({ kind: 'ready' });
