import { describe, expect, it } from 'vitest';
import type { Emphasis } from '../../../src/protocol.js';
import { createEmphasisLink } from '../../../webview/emphasisLink.js';
import { sameExplanation, sameQuestion } from '../../../webview/model/sameExplanation.js';
import { showAt } from '../../../webview/model/shownView.js';
import { decodeState, encodeState, MAX_CELLS } from '../../../webview/savedState.js';
import { emptyState, Store } from '../../../webview/store.js';
import { createTranslate, english } from '../../../webview/strings.js';
import { goldenView, marginalsOf, refiningOf, sizedView } from '../../webview/support/samples.js';

describe('the saved state', () => {
  it('comes back from JSON with typed arrays, to the digits shown', () => {
    const view = goldenView(1);
    const json = JSON.stringify(
      encodeState({ view, showSpecial: false, level: 'auto', folded: false, baseline: null }),
    );
    const state = decodeState(JSON.parse(json));
    expect(state.showSpecial).toBe(false);
    expect(state.view?.explanation.matrix).toBeInstanceOf(Float64Array);
    expect(state.view?.explanation.tokensA).toEqual(view.explanation.tokensA);
    state.view?.explanation.matrix?.forEach((value, k) => {
      expect(value).toBeCloseTo(view.explanation.matrix[k] ?? NaN, 6);
    });
  });

  it('of work that was going on comes back as stopped, with what was known', () => {
    for (const view of [marginalsOf(goldenView(1)), refiningOf(goldenView(1))]) {
      const saved: unknown = JSON.parse(
        JSON.stringify(
          encodeState({ view, showSpecial: true, level: 'auto', folded: false, baseline: null }),
        ),
      );
      const explanation = decodeState(saved).view?.explanation;
      expect(explanation).toMatchObject({ stage: 'stopped', error: view.explanation.error });
      expect(explanation?.matrix?.length).toBe(view.explanation.matrix?.length);
    }
  });

  it('leaves out what would be too large', () => {
    const view = sizedView(260, 260);
    expect(view.explanation.matrix.length).toBeGreaterThan(MAX_CELLS);
    expect(
      encodeState({ view, showSpecial: true, level: 'auto', folded: false, baseline: null }),
    ).toMatchObject({ view: null });
    const long = { ...goldenView(0), textA: 'x'.repeat(300_000) };
    expect(
      encodeState({ view: long, showSpecial: true, level: 'auto', folded: false, baseline: null }),
    ).toMatchObject({
      view: null,
    });
  });

  it('is dropped when it is not what was written', () => {
    const good = encodeState({
      view: goldenView(0),
      showSpecial: true,
      level: 'auto',
      folded: false,
      baseline: null,
    }) as {
      view: { explanation: Record<string, unknown> };
    };
    const bad = structuredClone(good);
    bad.view.explanation.matrix = [1, 2, 3];
    const worse = structuredClone(good);
    worse.view.explanation.matrix = 'x';
    for (const state of [undefined, null, 5, [], { version: 2 }, bad, worse]) {
      expect(decodeState(state).view).toBe(null);
    }
  });
});

describe('the emphasis link', () => {
  function setUp() {
    const store = new Store({ ...emptyState, view: showAt(goldenView(0), 'token') });
    const sent: Emphasis[] = [];
    const frames: (() => void)[] = [];
    const link = createEmphasisLink(
      store,
      (emphasis) => sent.push(emphasis),
      (run) => frames.push(run),
    );
    const nextFrame = () => frames.splice(0).forEach((run) => run());
    return { store, sent, link, nextFrame };
  }

  it('shows at once and tells the host once a frame, only the last', () => {
    const { store, sent, link, nextFrame } = setUp();
    link.point({ a: 1, b: null });
    link.point({ a: 2, b: null });
    expect(store.state.emphasis).toEqual({ a: 2, b: null });
    expect(sent).toEqual([]);
    nextFrame();
    expect(sent).toEqual([{ a: 2, b: null }]);
    link.point({ a: 2, b: null });
    nextFrame();
    expect(sent).toHaveLength(1);
  });

  it('shows what the host says and never tells it back', () => {
    const { store, sent, link, nextFrame } = setUp();
    link.receive({ a: 3, b: 4 });
    nextFrame();
    expect(store.state.emphasis).toEqual({ a: 3, b: 4 });
    expect(sent).toEqual([]);
    link.receive({ a: null, b: 4000 });
    expect(store.state.emphasis).toEqual({ a: null, b: null });
  });

  it('follows a visit although it points elsewhere, and may point there again', () => {
    const { store, sent, link, nextFrame } = setUp();
    link.point({ a: 1, b: 1 });
    nextFrame();
    link.visit({ a: 3, b: 4 });
    nextFrame();
    expect(store.state.emphasis).toEqual({ a: 3, b: 4 });
    expect(sent).toHaveLength(1);
    link.receive({ a: null, b: null });
    expect(store.state.emphasis).toEqual({ a: null, b: null });
    link.point({ a: 1, b: 1 });
    nextFrame();
    expect(sent).toHaveLength(2);
  });

  it('does not jump back when the host answers late', () => {
    const { store, sent, link, nextFrame } = setUp();
    link.point({ a: 1, b: null });
    nextFrame();
    link.point({ a: 2, b: null });
    link.receive({ a: 1, b: null });
    expect(store.state.emphasis).toEqual({ a: 2, b: null });
    nextFrame();
    expect(sent).toEqual([
      { a: 1, b: null },
      { a: 2, b: null },
    ]);
    link.point({ a: null, b: null });
    link.receive({ a: 5, b: null });
    expect(store.state.emphasis).toEqual({ a: 5, b: null });
  });
});

describe('the store', () => {
  it('tells a view only of what it shows, and only of changes', () => {
    const store = new Store();
    const seen: boolean[] = [];
    store.watch(['showSpecial'], ({ showSpecial }) => seen.push(showSpecial));
    store.update({ emphasis: { a: 1, b: 1 } });
    store.update({ showSpecial: true, level: 'auto', folded: false, baseline: null });
    store.update({ showSpecial: false, level: 'auto', folded: false, baseline: null });
    expect(seen).toEqual([true, false]);
  });
});

describe('strings', () => {
  it('take the host’s text where it has one, and fill in values', () => {
    const t = createTranslate({ 'header.layer.value': '{1} Schichten, davon {0}' }, 'de');
    expect(t('header.layer.value', '3', '6')).toBe('6 Schichten, davon 3');
    expect(t('header.score')).toBe('similarity');
  });

  it('choose the plural form of the language', () => {
    const t = createTranslate({}, 'en');
    expect(t.count('text.tokens', 1, '1')).toBe('1 token');
    expect(t.count('text.tokens', 0, '0')).toBe('0 tokens');
  });

  it('ignore keys of the prototype and values that are no text', () => {
    const t = createTranslate({ 'header.score': 5 }, 'en');
    expect(t('header.score')).toBe(english['header.score']);
  });
});

describe('two views', () => {
  it('ask the same question whatever their numbers, but not with another text or model', () => {
    const view = goldenView(0);
    expect(sameQuestion(marginalsOf(view), refiningOf(view))).toBe(true);
    expect(sameQuestion(view, { ...view, labelB: 'notes/meals.md:14' })).toBe(true);
    expect(sameQuestion(view, { ...view, textA: 'other' })).toBe(false);
    expect(sameQuestion(view, goldenView(0, '[PAD]'))).toBe(false);
  });

  it('are the same explanation whether stale or not, but not with another number', () => {
    const view = goldenView(0);
    expect(sameExplanation(view, { ...goldenView(0), staleA: true })).toBe(true);
    const other = goldenView(0);
    other.explanation.matrix[20] = 0.5;
    expect(sameExplanation(view, other)).toBe(false);
    expect(sameExplanation(view, goldenView(1))).toBe(false);
    expect(sameExplanation(view, marginalsOf(view))).toBe(false);
  });
});
