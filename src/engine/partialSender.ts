import { EngineReply, type Explanation, parseMessage } from '../protocol.js';
import type { ServerPort } from './serverPort.js';

/** Least time between two partial results of a stage: the matrix of two long texts is 2 MB. */
export const partialEveryMs = 250;

/** Sends the partial results of one request. */
export interface PartialSender {
  /** Sends a result, at once or when its time has come and no better one has taken its place. */
  offer(explanation: Explanation): void;
  /** Sends what is still held back; for work that ends without a result of its own. */
  flush(): void;
  /** Drops what is held back, and sends nothing from now on. */
  end(): void;
}

/**
 * The first result of each stage goes out at once, for it shows something new; of those that only
 * refine it, one every `partialEveryMs` and never an older one after a newer.
 * @param isWanted false once the request was cancelled
 */
export function createPartialSender(
  id: number,
  port: ServerPort,
  isWanted: () => boolean,
): PartialSender {
  let sent: { readonly stage: Explanation['stage']; readonly at: number } | null = null;
  let held: Explanation | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  function send(explanation: Explanation): void {
    clearTimeout(timer);
    held = null;
    if (!isWanted()) return;
    sent = { stage: explanation.stage, at: performance.now() };
    const reply: EngineReply = { kind: 'partial', id, explanation };
    if (parseMessage(EngineReply, reply) !== null) port.send(reply);
    else port.log('Run: expected finite partial values that match the tokens, got others');
  }

  const flush = () => {
    if (held !== null) send(held);
  };

  return {
    offer(explanation) {
      // The one that is done is the answer itself.
      if (ended || explanation.stage === 'done') return;
      const wait =
        sent?.stage === explanation.stage ? sent.at + partialEveryMs - performance.now() : 0;
      if (wait <= 0) {
        send(explanation);
        return;
      }
      if (held === null) timer = setTimeout(flush, wait);
      held = explanation;
    },
    flush,
    end() {
      ended = true;
      held = null;
      clearTimeout(timer);
    },
  };
}
