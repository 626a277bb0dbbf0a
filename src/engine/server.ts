import { EngineReply, EngineRequest, parseMessage } from '../protocol.js';
import type { Explain } from './explain.js';
import { toFailure } from './failure.js';

/** The way back to the parent process, and the log. */
export interface ServerPort {
  send(reply: EngineReply): void;
  log(text: string): void;
}

type ExplainMessage = Extract<EngineRequest, { kind: 'explain' }>;

interface Running {
  readonly id: number;
  cancelled: boolean;
}

/**
 * The engine's side of the wire: one explanation at a time, and a later request replaces those before
 * it (a person waits for the latest only). Every request is answered exactly once, replaced ones with
 * a failure of stage 'cancelled'. Returns the receiver of incoming messages; it never throws.
 */
export function createServer(explain: Explain, port: ServerPort): (message: unknown) => void {
  let running: Running | null = null;
  let waiting: ExplainMessage | null = null;

  function failCancelled(id: number): void {
    port.send({
      kind: 'failed',
      id,
      failure: { stage: 'cancelled', message: 'The request was cancelled.' },
    });
  }

  async function answer(request: ExplainMessage, current: Running): Promise<EngineReply> {
    const { id, a, b, options } = request;
    try {
      const explanation = await explain(
        { a, b, options },
        {
          progress: (stage, fraction) => port.send({ kind: 'progress', id, stage, fraction }),
          cancelled: () => current.cancelled,
        },
      );
      const reply: EngineReply = { kind: 'explained', id, explanation };
      // A NaN would be refused by the other side without a name; here it still has one.
      if (parseMessage(EngineReply, reply) !== null) return reply;
      const message = 'Run: expected finite values that match the tokens, got others';
      return { kind: 'failed', id, failure: { stage: 'run', message } };
    } catch (error) {
      if (!current.cancelled) port.log(stackOf(error));
      return { kind: 'failed', id, failure: toFailure(error) };
    }
  }

  async function pump(): Promise<void> {
    while (running === null && waiting !== null) {
      const request: ExplainMessage = waiting;
      const current: Running = { id: request.id, cancelled: false };
      waiting = null;
      running = current;
      const reply = await answer(request, current);
      running = null;
      // Whoever cancelled has gone on to something else: even a finished result is of no use.
      if (current.cancelled) failCancelled(request.id);
      else port.send(reply);
    }
  }

  return (message) => {
    const request = parseMessage(EngineRequest, message);
    if (request === null) {
      port.log('Engine: expected an explain or cancel request, got another message');
      const id = idOf(message);
      if (id !== null) {
        const text = 'Engine: expected an explain request, got one with missing or wrong fields';
        port.send({ kind: 'failed', id, failure: { stage: 'input', message: text } });
      }
      return;
    }
    if (request.kind === 'cancel') {
      if (running?.id === request.id) running.cancelled = true;
      if (waiting?.id === request.id) {
        waiting = null;
        failCancelled(request.id);
      }
      return;
    }
    if (running !== null) running.cancelled = true;
    if (waiting !== null) failCancelled(waiting.id);
    waiting = request;
    void pump();
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The id of a message that is otherwise no request, so that its sender is not left waiting. */
function idOf(message: unknown): number | null {
  if (typeof message !== 'object' || message === null || !('id' in message)) return null;
  const { id } = message;
  return typeof id === 'number' && Number.isInteger(id) && id >= 0 ? id : null;
}
