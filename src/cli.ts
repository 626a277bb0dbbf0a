/**
 * Hitlight from a terminal: the same engine, without an editor.
 * Exit codes: 0 done, 1 a failure of ours, 2 a request that cannot be met.
 */
import { exactCommand } from './cli/exactCommand.js';
import { explainCommand } from './cli/explainCommand.js';
import { inspectCommand } from './cli/inspectCommand.js';
import { referenceCommand } from './cli/referenceCommand.js';
import { UsageError } from './cli/usageError.js';
import { toFailure } from './engine/failure.js';

const USAGE = `Usage: hitlight COMMAND [options]

  explain   which token pairs make up the similarity of two texts
  inspect   what a model consists of, and whether it can be explained
  reference which token of a model stands for "no text", and how well
  exact     an encoder whose attributions add up to its score, made from another
  study     what a model attends to, over many pairs

hitlight COMMAND --help tells a command's options.
`;

const commands: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  explain: explainCommand,
  inspect: inspectCommand,
  reference: referenceCommand,
  exact: exactCommand,
  // With parsers and statistics that the others need not load.
  study: async (args) => (await import('./cli/studyCommand.js')).studyCommand(args),
};

async function main([name, ...args]: string[]): Promise<void> {
  if (name === undefined || name === '--help' || name === '-h') {
    process.stdout.write(USAGE);
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const known = Object.keys(commands).join(', ');
    throw new UsageError(`Command: expected ${known}, got ${name}`);
  }
  await command(args);
}

/** Failures that the person at the terminal can mend by asking otherwise. */
const THEIRS: ReadonlySet<string> = new Set(['input', 'model', 'tokenizer', 'graph']);

main(process.argv.slice(2)).catch((error: unknown) => {
  const usage = error instanceof UsageError;
  const { stage, message } = toFailure(error);
  process.stderr.write(`hitlight: ${message}\n`);
  process.exitCode = usage || THEIRS.has(stage) ? 2 : 1;
});
