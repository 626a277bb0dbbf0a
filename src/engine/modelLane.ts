import { EngineReply, type EngineRequest, parseMessage } from '../protocol.js';
import type { Lane } from './explainLane.js';
import type { ModelWork, SearchState } from './modelWork.js';
import { cancelledReply, failedReply, type ServerPort } from './serverPort.js';

export type ModelMessage = Exclude<EngineRequest, { kind: 'explain' | 'mask' | 'cancel' }>;

/**
 * Requests about models: side by side, and none replaces another, for a download must not end
 * because someone explains meanwhile. Every request is answered exactly once.
 */
export function createModelLane(work: ModelWork, port: ServerPort): Lane<ModelMessage> {
  const running = new Map<number, AbortController>();

  async function answer(request: ModelMessage, signal: AbortSignal): Promise<EngineReply> {
    const { id } = request;
    const searching = ({ stage, fraction }: SearchState) => {
      if (!signal.aborted) port.send({ kind: 'searching', id, stage, fraction });
    };
    switch (request.kind) {
      case 'listModels':
        return { kind: 'modelsListed', id, models: await work.list(request.recent) };
      case 'describeModel': {
        const description = await work.describe(request.model, signal);
        return { kind: 'modelDescribed', id, description };
      }
      case 'downloadModel':
        await work.download(request.model, signal, ({ file, done, total }) => {
          if (!signal.aborted) port.send({ kind: 'downloading', id, file, done, total });
        });
        return { kind: 'modelDownloaded', id };
      case 'inspectModel':
        return { kind: 'modelInspected', id, inspection: await work.inspect(request.model) };
      case 'tryProvider':
        return { kind: 'providerTried', id, ...(await work.tryProvider(request)) };
      case 'study': {
        const report = await work.study(request, signal, ({ done, total }) => {
          if (!signal.aborted) port.send({ kind: 'studying', id, done, total });
        });
        return { kind: 'studied', id, report };
      }
      case 'findReference': {
        const report = await work.findReference(request, signal, searching);
        return { kind: 'referenceFound', id, report };
      }
      case 'makeExact':
        return { kind: 'exactMade', id, report: await work.makeExact(request, signal, searching) };
    }
  }

  return {
    ask(request) {
      const { id } = request;
      const abort = new AbortController();
      running.set(id, abort);
      answer(request, abort.signal)
        .then((reply) => {
          if (parseMessage(EngineReply, reply) !== null) return reply;
          throw new Error(`Engine: expected a valid answer to ${request.kind}, got another`);
        })
        .catch((error: unknown) => failedReply(id, error, abort.signal.aborted ? null : port))
        .then((reply) => {
          running.delete(id);
          port.send(abort.signal.aborted ? cancelledReply(id) : reply);
        })
        // The channel is gone; there is nobody left to tell.
        .catch(() => undefined);
    },
    cancel(id) {
      running.get(id)?.abort();
    },
  };
}
