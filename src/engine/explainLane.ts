import { EngineReply, type EngineRequest, type Explanation, parseMessage } from '../protocol.js';
import type { ExplainStage, TextWork } from './explain.js';
import { type PartialSender, createPartialSender } from './partialSender.js';
import { cancelledReply, failedReply, type ServerPort } from './serverPort.js';

/** Between signs of life of a request that makes no progress to speak of, in ms. */
const LIFE_SIGN = 2_000;

export type TextMessage = Extract<EngineRequest, { kind: 'explain' | 'mask' }>;

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
 * One request about texts at a time, and a later request replaces those before it (a person waits for the
 * latest only). Every request is answered exactly once, replaced ones with a failure of stage
 * 'cancelled'. Partial results come before the answer, none after it or after a cancel.
 */
export function createExplainLane(work: TextWork, port: ServerPort): Lane<TextMessage> {
  let running: Running | null = null;
  let waiting: TextMessage | null = null;

  async function answer(request: TextMessage, current: Running): Promise<EngineReply> {
    const { id } = request;
    const partials = createPartialSender(id, port, () => !current.cancelled);
    try {
      const reply = await result(request, current, partials);
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

  async function result(
    request: TextMessage,
    current: Running,
    partials: PartialSender,
  ): Promise<EngineReply> {
    const { id } = request;
    let [last, said]: [(() => void) | null, number] = [null, 0];
    const progress = (stage: ExplainStage, fraction: number) => {
      last = () => progress(stage, fraction);
      said = performance.now();
      port.send({ kind: 'progress', id, stage, fraction });
    };
    const hooks = {
      progress,
      // Asked between graph runs, of which a node of 512 tokens takes hundreds: whoever asks is alive.
      cancelled: () => {
        if (performance.now() - said > LIFE_SIGN) last?.();
        return current.cancelled;
      },
      found: (partial: Explanation) => {
        partials.offer(partial);
        return port.sent();
      },
    };
    if (request.kind === 'mask') {
      return { kind: 'masked', id, scores: await work.mask(request, hooks) };
    }
    return { kind: 'explained', id, explanation: await work.explain(request, hooks) };
  }

  async function pump(): Promise<void> {
    while (running === null && waiting !== null) {
      const request: TextMessage = waiting;
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
