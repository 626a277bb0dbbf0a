import { describe, expect, it } from 'vitest';
import type { Verification } from '../../src/protocol.js';
import { seriousFindings } from './support/browser.js';
import { goldenView, marginalsOf } from './support/samples.js';
import { listenToSpeech } from './support/speech.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open } = panel;

const verification: Verification = {
  score: 0.757,
  steps: [
    { pairs: 1, a: 1, b: 1, predicted: 0.387, measured: 0.355, score: 0.31, others: 0.041 },
    { pairs: 3, a: 3, b: 2, predicted: 0.61, measured: 0.64, score: 0.52, others: null },
  ],
};
const section = () => panel.page.getByRole('region', { name: 'Check it' });

describe('checking an explanation', () => {
  it('asks the host, and shows predicted beside measured changes', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await panel.clearSent();
    const say = await listenToSpeech(page);
    await section().getByRole('button', { name: 'Verify' }).click();
    expect(await panel.sent()).toContainEqual({ kind: 'verify' });
    await panel.send({ kind: 'verified', verification });
    const [first, second] = await section().locator('tbody tr').allInnerTexts();
    expect(first?.split(/\s+/)).toEqual([
      ...['strongest', 'pair', '1', '+', '1', '−0.387', '−0.355', '−0.310', '−0.041'],
    ]);
    expect(second).toContain('too few');
    expect(await section().innerText()).toContain('changes differ by 0.031.');
    expect((await say()).at(-1)).toContain('masking as many others by −0.041');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('waits for pairs and for other work', async () => {
    await open();
    await panel.show(marginalsOf(goldenView(0)));
    expect(await section().isHidden()).toBe(true);
    await panel.show(goldenView(0));
    await panel.send({ kind: 'busy', message: 'Encoding…', fraction: null });
    expect(await section().getByRole('button', { name: 'Verify' }).isDisabled()).toBe(true);
  });

  it('is forgotten with its explanation', async () => {
    await open();
    await panel.show(goldenView(0));
    await panel.send({ kind: 'verified', verification });
    await panel.show(goldenView(1));
    expect(await section().locator('table').count()).toBe(0);
  });
});
