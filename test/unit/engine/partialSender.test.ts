import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPartialSender, partialEveryMs } from '../../../src/engine/partialSender.js';
import type { EngineReply, Explanation } from '../../../src/protocol.js';
import { sampleExplanation, sampleMarginals, sampleRefining } from './sampleExplanation.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp() {
  const sent: { error: number; stage: Explanation['stage']; at: number }[] = [];
  const log: string[] = [];
  let wanted = true;
  const port = {
    send: (reply: EngineReply) => {
      if (reply.kind !== 'partial') throw new Error(reply.kind);
      const { error, stage } = reply.explanation;
      sent.push({ error, stage, at: performance.now() });
    },
    sent: () => Promise.resolve(),
    log: (text: string) => log.push(text),
  };
  const partials = createPartialSender(1, port, () => wanted);
  const unwant = () => (wanted = false);
  return { partials, sent, log, unwant, errors: () => sent.map(({ error }) => error) };
}

describe('partial results', () => {
  it('go out at once when they are the first of their stage', () => {
    const { partials, sent } = setUp();
    partials.offer(sampleMarginals());
    partials.offer(sampleRefining());
    expect(sent.map(({ stage }) => stage)).toEqual(['marginals', 'refining']);
  });

  it('that only refine go out once in a while, the latest of them and never none', async () => {
    const { partials, errors } = setUp();
    for (const error of [8, 7, 6]) partials.offer(sampleRefining(error));
    expect(errors()).toEqual([8]);
    await vi.advanceTimersByTimeAsync(partialEveryMs - 1);
    expect(errors()).toEqual([8]);
    await vi.advanceTimersByTimeAsync(1);
    expect(errors()).toEqual([8, 6]);
    await vi.advanceTimersByTimeAsync(partialEveryMs);
    partials.offer(sampleRefining(5));
    expect(errors()).toEqual([8, 6, 5]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('held back are dropped for the answer, but sent before a failure', () => {
    for (const fails of [false, true]) {
      const { partials, errors } = setUp();
      for (const error of [8, 7]) partials.offer(sampleRefining(error));
      if (fails) partials.flush();
      partials.end();
      partials.offer(sampleRefining(6));
      partials.flush();
      expect(errors()).toEqual(fails ? [8, 7] : [8]);
      expect(vi.getTimerCount()).toBe(0);
    }
  });

  it('are not sent when they are the answer, not wanted any more, or not finite', async () => {
    const { partials, sent, log, unwant } = setUp();
    partials.offer(sampleExplanation());
    partials.offer(sampleMarginals({ score: NaN }));
    expect(log).toHaveLength(1);
    partials.offer(sampleRefining(8));
    partials.offer(sampleRefining(7));
    unwant();
    await vi.advanceTimersByTimeAsync(partialEveryMs);
    partials.flush();
    expect(sent).toHaveLength(1);
  });

  it('keep their order and their distance whatever comes when', async () => {
    const step = fc.record({ wait: fc.nat(400), isMatrix: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const { partials, sent } = setUp();
        let error = steps.length;
        for (const { wait, isMatrix } of steps) {
          await vi.advanceTimersByTimeAsync(wait);
          partials.offer(isMatrix ? sampleRefining(error) : sampleMarginals({ error }));
          error -= 1;
        }
        await vi.advanceTimersByTimeAsync(partialEveryMs);
        partials.end();
        sent.slice(1).forEach(({ error: later, stage, at }, i) => {
          const before = sent[i];
          expect(later).toBeLessThan(before?.error ?? NaN);
          if (stage === before?.stage) {
            expect(at - before.at).toBeGreaterThanOrEqual(partialEveryMs);
          }
        });
        if (steps.length > 0) expect(sent.at(-1)?.error).toBe(1);
      }),
      { numRuns: 60 },
    );
  });
});
