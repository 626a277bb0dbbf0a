import { EngineReply, type EngineRequest, parseMessage } from '../protocol.js';
import type { Explain } from './explain.js';
import { createPartialSender } from './partialSender.js';
import { cancelledReply, failedReply, type ServerPort } from './serverPort.js';

type ExplainMessage = Extract<EngineRequest, { kind: 'explain' }>;

interface Running {
  readonly id: number;
  cancelled: boolean;
}

/** What of a server's requests wants one thing at a time. */
export interface Lane<Request> {
  ask(request: Request): void;
  cancel(id: number): void;
}

/**
 * One explanation at a time, and a later request replaces those before it (a person waits for the
 * latest only). Every request is answered exactly once, replaced ones with a failure of stage
 * 'cancelled'. Partial results come before the answer, none after it or after a cancel.
 */
export function createExplainLane(explain: Explain, port: ServerPort): Lane<ExplainMessage> {
  let running: Running | null = null;
  let waiting: ExplainMessage | null = null;

  async function answer(request: ExplainMessage, current: Running): Promise<EngineReply> {
    const { id, a, b, options } = request;
    const partials = createPartialSender(id, port, () => !current.cancelled);
    try {
      const explanation = await explain(
        { a, b, options },
        {
          progress: (stage, fraction) => port.send({ kind: 'progress', id, stage, fraction }),
          cancelled: () => current.cancelled,
          found: (partial) => {
            partials.offer(partial);
            return port.sent();
          },
        },
      );
      const reply: EngineReply = { kind: 'explained', id, explanation };
      // A NaN would be refused by the other side without a name; here it still has one.
      if (parseMessage(EngineReply, reply) !== null) return reply;
      const message = 'Run: expected finite values that match the tokens, got others';
      return { kind: 'failed', id, failure: { stage: 'run', message } };
    } catch (error) {
      // What was found before the failure is worth having.
      partials.flush();
      return failedReply(id, error, current.cancelled ? null : port);
    } finally {
      partials.end();
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
      port.send(current.cancelled ? cancelledReply(request.id) : reply);
    }
  }

  return {
    ask(request) {
      if (running !== null) running.cancelled = true;
      if (waiting !== null) port.send(cancelledReply(waiting.id));
      waiting = request;
      void pump();
    },
    cancel(id) {
      if (running?.id === id) running.cancelled = true;
      if (waiting?.id === id) {
        waiting = null;
        port.send(cancelledReply(id));
      }
    },
  };
}
