import type { Failure } from '../protocol.js';

/** Where a failure happened; host/ maps it to advice for people. */
export type FailureStage = Failure['stage'];

/** The only error that crosses the process boundary: a stage and one sentence, never a stack. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';

  constructor(
    readonly stage: FailureStage,
    message: string,
  ) {
    super(message);
  }

  static from(failure: Failure): EngineFailure {
    return new EngineFailure(failure.stage, failure.message);
  }
}

/**
 * Stages of the errors that other folders throw, by `error.name`: a name survives bundling and lets
 * this file stay free of imports from those folders.
 */
const stageByErrorName: ReadonlyMap<string, FailureStage> = new Map([
  ['InputError', 'input'],
  ['ModelError', 'model'],
  ['OnnxError', 'model'],
  ['TokenizerError', 'tokenizer'],
  ['GraphError', 'graph'],
  ['UnsupportedNode', 'graph'],
  ['RunError', 'run'],
  ['Cancelled', 'cancelled'],
]);

/** Long enough for a list of unsupported operators, short enough for a notification. */
const longestMessage = 600;

/** What the other side may know of an error. The stack stays here; log it before calling this. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { stage: 'run', message: shortened(String(error)) };
  const stage =
    error instanceof EngineFailure ? error.stage : (stageByErrorName.get(error.name) ?? 'run');
  return { stage, message: shortened(error.message || error.name) };
}

/** One line: parsers quote what they could not read, line breaks and all. */
function shortened(text: string): string {
  const message = text.replace(/\s+/g, ' ').trim();
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage - 1)}…`;
}
