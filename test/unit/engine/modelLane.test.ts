import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createServer } from '../../../src/engine/server.js';
import type { EngineReply } from '../../../src/protocol.js';
import { fakeModelWork } from './fakeModelWork.js';
import { sampleExplanation, sampleOptions } from './sampleExplanation.js';

function setUp() {
  const replies: EngineReply[] = [];
  const explain = () => Promise.resolve(sampleExplanation());
  const mask = () => Promise.reject(new Error('nothing is masked here'));
  const receive = createServer(
    { explain, mask, models: fakeModelWork() },
    {
      send: (reply) => replies.push(reply),
      sent: () => Promise.resolve(),
      log: () => undefined,
    },
  );
  const of = (id: number) =>
    replies
      .filter((reply) => 'id' in reply && reply.id === id)
      .map((reply) => (reply.kind === 'failed' ? reply.failure.stage : reply.kind));
  return { receive, replies, of };
}

describe('requests about models', () => {
  it('are answered beside each other, and explanations end none of them', async () => {
    const { receive, of } = setUp();
    receive({ kind: 'downloadModel', id: 1, model: 'org/tiny' });
    receive({ kind: 'listModels', id: 2, recent: ['/models/mine'] });
    for (const id of [3, 4]) {
      receive({ kind: 'explain', id, a: 'a', b: 'b', options: sampleOptions });
    }
    receive({ kind: 'describeModel', id: 5, model: 'org/tiny' });
    await sleep(100);
    expect(of(1)).toEqual([...Array<string>(3).fill('downloading'), 'modelDownloaded']);
    expect([of(2), of(5)]).toEqual([['modelsListed'], ['modelDescribed']]);
    expect(of(4)).toEqual(['explained']);
  });

  it('end on cancel, with one answer and no progress after it', async () => {
    const { receive, of } = setUp();
    receive({ kind: 'downloadModel', id: 1, model: 'slow' });
    await sleep(20);
    receive({ kind: 'cancel', id: 1 });
    receive({ kind: 'cancel', id: 1 });
    const before = of(1).length;
    await sleep(30);
    expect(of(1).slice(before)).toEqual(['cancelled']);
  });

  it('tell how far a search is, and end it on cancel', async () => {
    const { receive, of, replies } = setUp();
    receive({ kind: 'findReference', id: 1, model: 'bundled' });
    receive({ kind: 'makeExact', id: 2, model: 'bundled', out: '/out', head: true, seed: 1 });
    receive({ kind: 'findReference', id: 3, model: 'slow' });
    await sleep(100);
    receive({ kind: 'cancel', id: 3 });
    await sleep(30);
    expect(of(1)).toEqual([...Array<string>(3).fill('searching'), 'referenceFound']);
    expect(of(2)).toEqual(['searching', 'exactMade']);
    expect(of(3).at(-1)).toBe('cancelled');
    expect(replies).toContainEqual({ kind: 'searching', id: 2, stage: 'writing', fraction: 0 });
  });

  it('fail with a stage, also where the answer would be no valid one', async () => {
    const { receive, of } = setUp();
    receive({ kind: 'inspectModel', id: 1, model: 'refuse' });
    receive({ kind: 'describeModel', id: 2, model: 'invalid' });
    receive({ kind: 'describeModel', id: 3 });
    await sleep(20);
    expect([of(1), of(2), of(3)]).toEqual([['model'], ['run'], ['input']]);
  });
});
