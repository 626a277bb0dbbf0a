import { EngineRequest, parseMessage } from '../protocol.js';
import type { TextWork } from './explain.js';
import { createExplainLane } from './explainLane.js';
import { createModelLane } from './modelLane.js';
import type { ModelWork } from './modelWork.js';
import type { ServerPort } from './serverPort.js';

export interface ServerWork extends TextWork {
  readonly models: ModelWork;
}

/**
 * The engine's side of the wire. Every request is answered exactly once. Returns the receiver of
 * incoming messages; it never throws.
 */
export function createServer(work: ServerWork, port: ServerPort): (message: unknown) => void {
  const explanations = createExplainLane(work, port);
  const models = createModelLane(work.models, port);

  return (message) => {
    const request = parseMessage(EngineRequest, message);
    if (request === null) {
      port.log('Engine: expected a request, got another message');
      const id = idOf(message);
      if (id !== null) {
        const text = 'Engine: expected a request, got one with missing or wrong fields';
        port.send({ kind: 'failed', id, failure: { stage: 'input', message: text } });
      }
      return;
    }
    switch (request.kind) {
      case 'cancel':
        explanations.cancel(request.id);
        models.cancel(request.id);
        return;
      case 'explain':
      case 'mask':
        return explanations.ask(request);
      case 'listModels':
      case 'describeModel':
      case 'downloadModel':
      case 'inspectModel':
      case 'tryProvider':
      case 'study':
      case 'findReference':
      case 'makeExact':
        return models.ask(request);
    }
  };
}

/** The id of a message that is otherwise no request, so that its sender is not left waiting. */
function idOf(message: unknown): number | null {
  if (typeof message !== 'object' || message === null || !('id' in message)) return null;
  const { id } = message;
  return typeof id === 'number' && Number.isInteger(id) && id >= 0 ? id : null;
}
