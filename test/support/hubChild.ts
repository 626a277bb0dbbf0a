/** Downloads or describes a model in a process of its own, as the environment says; see hubProcess.ts. */
import { describeModel } from '../../src/hub/describeModel.js';
import { downloadModel } from '../../src/hub/downloadModel.js';
import { parseHubName } from '../../src/hub/modelName.js';
import { hubSettings } from '../../src/hub/settings.js';

const [what, text = ''] = process.argv.slice(2);

async function main(): Promise<unknown> {
  const name = parseHubName(text);
  if (!name) throw new Error(`Test: expected a Hub id, got ${text}`);
  const settings = hubSettings();
  if (what === 'describe') return describeModel(name, settings);
  return downloadModel(name, settings, {
    patience: { stallMs: 5000, retryMs: 5, longestWaitMs: 50 },
    progress: ({ done }) => process.stdout.write(`${JSON.stringify({ done })}\n`),
  });
}

main().then(
  (found) => process.stdout.write(`${JSON.stringify({ found })}\n`),
  (error: unknown) => {
    const { name, message } = error as Error;
    process.stdout.write(`${JSON.stringify({ name, message })}\n`);
  },
);
