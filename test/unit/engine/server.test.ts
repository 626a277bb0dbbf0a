import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Explain, MaskRequest } from '../../../src/engine/explain.js';
import { EngineFailure } from '../../../src/engine/failure.js';
import { createServer } from '../../../src/engine/server.js';
import {
  EngineReply,
  parseMessage,
  type Explanation,
  type ExplanationWithPairs,
} from '../../../src/protocol.js';
import { fakeModelWork } from './fakeModelWork.js';
import {
  sampleExplanation,
  sampleMarginals,
  sampleOptions,
  sampleRefining,
} from './sampleExplanation.js';

interface Run {
  readonly a: string;
  readonly cancelled: () => boolean;
  find(explanation: Explanation): void;
  finish(explanation?: ExplanationWithPairs): void;
  throw(error: unknown): void;
}

function setUp() {
  const replies: EngineReply[] = [];
  const log: string[] = [];
  const runs: Run[] = [];
  const explain: Explain = ({ a }, { cancelled, progress, found }) =>
    new Promise((resolve, reject) => {
      progress('encoding', 0);
      runs.push({
        a,
        cancelled,
        find: (explanation) => void found?.(explanation),
        finish: (explanation = sampleExplanation()) => resolve(explanation),
        throw: reject,
      });
    });
  const mask = (request: MaskRequest) =>
    Promise.resolve({
      score: 0.5,
      masked: request.masks.map(() => ({ score: request.a === 'NaN' ? NaN : 0.25, product: 0.2 })),
    });
  const port = {
    send: (reply: EngineReply) => replies.push(reply),
    sent: () => Promise.resolve(),
    log: (text: string) => log.push(text),
  };
  const receive = createServer({ explain, mask, models: fakeModelWork() }, port);
  const ask = (id: number, a = `text ${String(id)}`) =>
    receive({ kind: 'explain', id, a, b: 'b', options: sampleOptions });
  const final = () =>
    replies.flatMap((reply) =>
      reply.kind === 'explained'
        ? [[reply.id, 'explained']]
        : reply.kind === 'failed'
          ? [[reply.id, reply.failure.stage]]
          : [],
    );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { replies, log, runs, receive, ask, final, turn };
}

describe('createServer', () => {
  it('answers a request with progress and its explanation', async () => {
    const { ask, runs, replies, turn } = setUp();
    ask(1);
    runs[0]?.finish();
    await turn();
    expect(replies.map((reply) => reply.kind)).toEqual(['progress', 'explained']);
  });

  it('tells that it is alive while graph runs follow each other without progress', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const { ask, runs, replies, turn } = setUp();
      ask(1);
      for (let second = 0; second < 10; second++) {
        vi.advanceTimersByTime(1_000);
        runs[0]?.cancelled();
      }
      runs[0]?.finish();
      await turn();
      const told = replies.filter(({ kind }) => kind === 'progress');
      expect(told).toEqual(
        Array(4).fill({ kind: 'progress', id: 1, stage: 'encoding', fraction: 0 }),
      );
    } finally {
      vi.useRealTimers();
    }
  });

  it('sends first results before the answer, and the last held back before a failure', async () => {
    const { ask, runs, replies, turn } = setUp();
    for (const id of [1, 2]) {
      ask(id);
      const run = runs.at(-1);
      run?.find(sampleMarginals());
      for (const error of [4e-3, 3e-3]) run?.find(sampleRefining(error));
      if (id === 1) run?.finish();
      else run?.throw(new EngineFailure('run', 'Run: expected finite values, got NaN'));
      await turn();
      run?.find(sampleRefining(1e-3));
    }
    const of = (id: number) =>
      replies
        .filter((reply) => 'id' in reply && reply.id === id)
        .map((reply) => (reply.kind === 'partial' ? reply.explanation.error : reply.kind));
    expect(of(1)).toEqual(['progress', 2e-3, 4e-3, 'explained']);
    expect(of(2)).toEqual(['progress', 2e-3, 4e-3, 3e-3, 'failed']);
  });

  it('sends no partial result of a request that was cancelled or replaced', async () => {
    const { ask, receive, runs, replies, turn } = setUp();
    ask(1);
    receive({ kind: 'cancel', id: 1 });
    runs[0]?.find(sampleMarginals());
    runs[0]?.throw(new Error('stopped'));
    await turn();
    ask(2);
    ask(3);
    runs[1]?.find(sampleMarginals());
    runs[1]?.finish();
    await turn();
    expect(replies.some(({ kind }) => kind === 'partial')).toBe(false);
  });

  it('runs one at a time; the latest replaces the running and the waiting one', async () => {
    const { ask, runs, final, turn } = setUp();
    ask(1);
    ask(2);
    ask(3);
    expect(runs.length).toBe(1);
    expect(runs[0]?.cancelled()).toBe(true);
    expect(final()).toEqual([[2, 'cancelled']]);
    runs[0]?.finish();
    await turn();
    expect(runs.map((run) => run.a)).toEqual(['text 1', 'text 3']);
    runs[1]?.finish();
    await turn();
    expect(final()).toEqual([
      [2, 'cancelled'],
      [1, 'cancelled'],
      [3, 'explained'],
    ]);
  });

  it('raises the flag on cancel, of the running and of the waiting request', async () => {
    const { ask, receive, runs, final, turn } = setUp();
    ask(1);
    receive({ kind: 'cancel', id: 7 });
    expect(runs[0]?.cancelled()).toBe(false);
    receive({ kind: 'cancel', id: 1 });
    expect(runs[0]?.cancelled()).toBe(true);
    runs[0]?.throw(new Error('stopped'));
    await turn();
    expect(final()).toEqual([[1, 'cancelled']]);
  });

  it('sends a typed failure and logs the stack', async () => {
    const { ask, runs, replies, log, turn } = setUp();
    ask(1);
    runs[0]?.throw(new EngineFailure('model', 'Model: expected a file, got a folder'));
    await turn();
    expect(replies.at(-1)).toEqual({
      kind: 'failed',
      id: 1,
      failure: { stage: 'model', message: 'Model: expected a file, got a folder' },
    });
    expect(log.join()).toContain('server.test');
  });

  it('never lets a NaN onto the wire', async () => {
    const { ask, runs, final, turn } = setUp();
    ask(1);
    runs[0]?.finish(sampleExplanation({ score: NaN }));
    await turn();
    expect(final()).toEqual([[1, 'run']]);
  });

  it('answers a malformed request that has an id, so that nobody waits', () => {
    const { receive, final, log } = setUp();
    receive({ kind: 'explain', id: 4, a: 'only one text' });
    receive('noise');
    expect(final()).toEqual([[4, 'input']]);
    expect(log.length).toBe(2);
  });

  it('never throws, and answers only with valid replies, whatever it receives', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withTypedArray: true }), (message) => {
        const { receive, replies } = setUp();
        receive(message);
        receive({ kind: 'explain', id: message });
        expect(replies.every((reply) => parseMessage(EngineReply, reply) !== null)).toBe(true);
      }),
    );
  });

  it('answers every request exactly once, whatever the order of events', async () => {
    const step = fc.constantFrom('ask', 'finish', 'throw', 'cancel');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { ask, receive, runs, final, turn } = setUp();
        let asked = 0;
        for (const next of steps) {
          if (next === 'ask') ask(++asked);
          else if (next === 'cancel') receive({ kind: 'cancel', id: asked });
          else if (next === 'finish') runs.at(-1)?.finish();
          else runs.at(-1)?.throw(new Error('broken'));
          await turn();
        }
        for (let i = 0; i <= asked; i++) {
          runs.at(-1)?.finish();
          await turn();
        }
        const ids = final().map(([id]) => id);
        expect(ids.sort()).toEqual(Array.from({ length: asked }, (_, i) => i + 1).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('answers masks with a score each, and names what is not finite', async () => {
    const { receive, replies, turn } = setUp();
    const masks = [
      { a: [1], b: [] },
      { a: [], b: [2] },
    ];
    const ask = (id: number, a: string) =>
      receive({ kind: 'mask', id, a, b: 'b', options: sampleOptions, masks });
    ask(1, 'a');
    await turn();
    const score = { score: 0.25, product: 0.2 };
    expect(replies).toEqual([
      { kind: 'masked', id: 1, scores: { score: 0.5, masked: [score, score] } },
    ]);
    ask(2, 'NaN');
    await turn();
    expect(replies.at(-1)).toMatchObject({ kind: 'failed', id: 2, failure: { stage: 'run' } });
  });
});
