import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExplainedPair } from '../../../src/host/currentExplanation.js';
import { RequestResults, type Screen } from '../../../src/host/requestResults.js';
import { asStopped, betterOf, isUnfinished } from '../../../src/host/stages.js';
import type { TextPlace } from '../../../src/host/textPlace.js';
import type { Explanation } from '../../../src/protocol.js';
import {
  sampleExplanation,
  sampleMarginals,
  sampleRefining,
  sampleWindows,
} from '../engine/sampleExplanation.js';

/** As far as results look at a place. */
const place = (text: string, start = 0) =>
  ({ text, uri: null, tracked: { span: { start, end: start + text.length } } }) as TextPlace;

class FakeScreen implements Screen {
  value: ExplainedPair | null = null;
  /** Every picture that was to be seen, in order. */
  readonly log: string[] = [];

  set(pair: ExplainedPair): void {
    this.value = pair;
    this.log.push(`set ${this.state}`);
  }

  refine(explanation: Explanation): void {
    if (this.value === null) throw new Error('nothing to refine');
    this.value = { ...this.value, explanation };
    this.log.push(`refine ${this.state}`);
  }

  /** "text, stage, error"; a star when there are pairs. */
  get state(): string {
    if (this.value === null) return '';
    const { a, explanation } = this.value;
    const { stage, error, matrix } = explanation;
    return `${a.text} ${stage}${matrix === null ? '' : '*'} ${String(error)}`;
  }
}

function setUp() {
  const screen = new FakeScreen();
  let reveals = 0;
  const request = (text: string, start = 0) =>
    new RequestResults(
      screen,
      { a: place(text, start), b: place('hit'), options: null },
      () => (reveals += 1),
    );
  return { screen, request, reveals: () => reveals };
}

describe('the results of a request', () => {
  it('come on screen once and are refined in their place; the panel is revealed once', () => {
    const { screen, request, reveals } = setUp();
    const results = request('x');
    results.show(sampleMarginals());
    expect(reveals()).toBe(1);
    results.show(sampleRefining(4e-3));
    results.show(sampleRefining(2e-3));
    results.show(sampleExplanation());
    expect(screen.log).toEqual([
      'set x marginals 0.002',
      'refine x refining* 0.004',
      'refine x refining* 0.002',
      'refine x done* 0.0002',
    ]);
    expect(reveals()).toBe(1);
  });

  it('are stopped and kept when the request is cancelled', () => {
    const { screen, request } = setUp();
    const results = request('x');
    results.show(sampleMarginals());
    expect(results.end()).toBe(true);
    expect(screen.state).toBe('x stopped 0.002');
  });

  it('leave the screen alone when there are none', () => {
    const { screen, request } = setUp();
    request('x').show(sampleExplanation());
    const before = [...screen.log];
    expect(request('y').end()).toBe(false);
    expect(screen.log).toEqual(before);
  });

  it('do not get worse while the engine starts again after a crash', () => {
    const { screen, request } = setUp();
    const results = request('x');
    for (let run = 0; run < 2; run++) {
      for (const found of [sampleMarginals(), sampleRefining(4e-3)]) results.show(found);
    }
    expect(screen.log).toEqual([
      'set x marginals 0.002',
      'refine x refining* 0.004',
      // The same numbers by the process that is alive.
      'refine x refining* 0.004',
    ]);
    expect(results.end()).toBe(true);
    expect(screen.state).toBe('x stopped* 0.004');
  });

  it('of a request that was replaced stay, unlabelled, until the next one has something', () => {
    const { screen, request } = setUp();
    request('x').show(sampleMarginals());
    const next = request('y');
    expect(screen.log).toHaveLength(1);
    next.show(sampleMarginals());
    expect(screen.log.slice(1)).toEqual(['set y marginals 0.002']);
  });

  it('of a request that was replaced are stopped when the next one takes its time, or fails', () => {
    for (const how of ['stopEarlier', 'end'] as const) {
      const { screen, request } = setUp();
      request('x').show(sampleMarginals());
      const next = request('y');
      next[how]();
      expect(screen.state).toBe('x stopped 0.002');
      next.stopEarlier();
      expect(next.end()).toBe(false);
      expect(screen.log).toHaveLength(2);
    }
  });

  it('are not stopped by their own request taking its time', () => {
    const { screen, request } = setUp();
    const results = request('x');
    results.show(sampleMarginals());
    results.stopEarlier();
    expect(screen.state).toBe('x marginals 0.002');
  });

  it('of a stopped one stay when it goes on, until there is better', () => {
    const { screen, request } = setUp();
    const first = request('x');
    first.show(sampleRefining(4e-3));
    first.end();
    const again = request('x');
    again.show(sampleMarginals());
    expect(screen.state).toBe('x refining* 0.004');
    again.stopEarlier();
    again.show(sampleRefining(5e-3));
    expect(screen.state).toBe('x refining* 0.004');
    again.show(sampleRefining(3e-3));
    expect(screen.log.at(-1)).toBe('set x refining* 0.003');
    again.show(sampleExplanation());
    expect(screen.log.at(-1)).toBe('refine x done* 0.0002');
  });

  it('do not take away what was done before, when the same is explained again and cancelled', () => {
    const { screen, request, reveals } = setUp();
    request('x').show(sampleExplanation());
    const again = request('x');
    again.show(sampleMarginals());
    again.show(sampleRefining());
    expect(reveals()).toBe(2);
    expect(again.end()).toBe(false);
    expect(screen.log).toEqual(['set x done* 0.0002']);
  });

  it('do take the place of other questions: another text, place, model, level or layer', () => {
    const others: [string, number, Partial<Explanation>][] = [
      ['y', 0, {}],
      ['x', 5, {}],
      ['x', 0, { model: 'other' }],
      ['x', 0, { layer: 0 }],
      ['x', 0, { level: 'word' }],
      ['x', 0, { reference: { token: '>', id: 1028 } }],
    ];
    for (const [text, start, change] of others) {
      const { screen, request } = setUp();
      request('x').show(sampleExplanation());
      request(text, start).show(sampleMarginals(change));
      expect(screen.log.at(-1)).toBe(`set ${text} marginals 0.002`);
    }
  });

  it('of windows give way to totals, but take nothing away that is known of one', () => {
    const { screen, request } = setUp();
    const results = request('x');
    for (const found of [sampleWindows(), sampleWindows(), sampleMarginals(), sampleWindows()]) {
      results.show(found);
    }
    expect(screen.log).toEqual([
      'set x windows 0',
      'refine x windows 0',
      'refine x marginals 0.002',
    ]);
    results.end();
    request('x').show(sampleWindows());
    expect(screen.state).toBe('x stopped 0.002');
  });

  it('never lose pairs or exactness on the way, whatever comes in which order', () => {
    const error = fc.double({ min: 1e-4, max: 1, noNaN: true });
    const found = fc.oneof(
      error.map((each) => sampleMarginals({ error: each })),
      error.map((each) => sampleRefining(each)),
    );
    const event = fc.oneof(found, fc.constantFrom('end' as const, 'again' as const));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        const { screen, request } = setUp();
        let results = request('x');
        for (const each of events) {
          const before = screen.value?.explanation;
          if (each === 'end') results.end();
          else if (each === 'again') results = request('x');
          else results.show(each);
          const after = screen.value?.explanation;
          if (before === undefined || after === undefined) continue;
          if (before.matrix !== null) expect(after.matrix).not.toBeNull();
          if ((before.matrix === null) === (after.matrix === null)) {
            expect(after.error).toBeLessThanOrEqual(before.error);
          }
        }
        results.end();
        const last = screen.value?.explanation;
        expect(last === undefined || !isUnfinished(last)).toBe(true);
      }),
    );
  });
});

describe('stages', () => {
  it('stopping changes only what is not done', () => {
    expect(asStopped(sampleRefining()).stage).toBe('stopped');
    const done = sampleExplanation();
    expect(asStopped(done)).toBe(done);
  });

  it('what is done always wins, also with a larger error: other accuracy was asked for', () => {
    const found = sampleExplanation({ error: 0.05 });
    expect(betterOf(found, sampleExplanation())).toBe(found);
  });
});
