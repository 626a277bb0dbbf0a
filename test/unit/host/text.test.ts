import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../src/host/format.js';
import { createOverallProgress } from '../../../src/host/overallProgress.js';
import { panelColumn } from '../../../src/host/panelColumn.js';
import { visibleText } from '../../../src/host/visibleText.js';

describe('createFormat', () => {
  it('always writes the sign of a contribution', () => {
    const { signed, plain, percent } = createFormat('en');
    expect([0.0314, -0.1, 0].map(signed)).toEqual(['+0.031', '−0.100', '0.000']);
    expect(plain(0.7566)).toBe('0.757');
    expect([0.09, 0.123, 0.0041].map(percent)).toEqual(['9%', '12%', '0.4%']);
  });

  it('follows the locale and survives an unknown one', () => {
    expect(createFormat('de').plain(0.5)).toBe('0,500');
    expect(createFormat('qps-ploc!').plain(0.5)).toBe('0.500');
  });
});

describe('visibleText', () => {
  it('gives every character a shape and keeps to one line', () => {
    expect(visibleText('a\u202eb\nc\u200bd')).toBe('a⟨U+202E⟩b↵c⟨U+200B⟩d');
    expect(visibleText('日本 été')).toBe('日本 été');
  });

  it('shortens without splitting a character', () => {
    const shown = visibleText('😀'.repeat(100));
    expect(Buffer.from(shown).toString() === shown).toBe(true);
    expect([...shown].length).toBe(40);
  });
});

describe('overallProgress', () => {
  it.each([
    [['loading', 'encoding', 'attributing']],
    [['loading', 'scoring', 'encoding', 'attributing']],
  ] as const)('rises from 0 to 1 through the stages %j', (stages) => {
    const overall = createOverallProgress();
    const all = stages.flatMap((stage) => [0, 0.5, 1].map((part) => overall(stage, part)));
    expect(all).toEqual(all.toSorted((x, y) => x - y));
    expect([all.at(0), all.at(-1)]).toEqual([0, 1]);
  });

  it('begins anew with a new process', () => {
    const overall = createOverallProgress();
    overall('scoring', 1);
    expect([overall('loading', 0), overall('encoding', 0)]).toEqual([0, 0.2]);
  });
});

describe('panelColumn', () => {
  it('goes beside the active editor, never over one of the texts', () => {
    expect(panelColumn(1, [1])).toBe(2);
    expect(panelColumn(1, [1, 2])).toBe(3);
    expect(panelColumn(2, [2, 3])).toBe(4);
    expect(panelColumn(undefined, [])).toBe(1);
    expect(panelColumn(9, [9])).toBe(9);
  });
});
