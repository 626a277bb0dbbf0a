import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../src/protocol.js';
import { goldenView } from './support/samples.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open } = panel;

async function shown(reference: Explanation['reference']) {
  const view = goldenView(0);
  await panel.show({ ...view, explanation: { ...view.explanation, reference } });
  const item = panel.page.locator('.details div', { hasText: 'reference' });
  const text = (await item.locator('dd').innerText()).replace(/\s+/g, ' ').trim();
  return { text, tip: await item.getAttribute('title') };
}

describe('the reference', () => {
  it('is a token, and says no more where there is no more to say', async () => {
    await open();
    const { text, tip } = await shown({ token: '>', id: 1028, source: 'model' });
    expect(text).toBe('>');
    expect(tip).not.toContain('instead');
  });

  it('says which ones gave way because the texts contain them', async () => {
    await open();
    const gaveWay = [
      { token: '>', id: 1028 },
      { token: '-', id: 1011 },
    ];
    const { text, tip } = await shown({ token: '_', id: 1035, source: 'model', gaveWay });
    expect(text).toBe('_ instead of > -');
    expect(tip).toContain('More neutral tokens occur in the texts');
  });

  it('warns where it occurs in the texts, with counts', async () => {
    await open();
    const occurs = { a: 1, b: 2 };
    const { text, tip } = await shown({ token: 'man', id: 2158, source: 'asked', occurs });
    expect(text).toBe('man occurs in the texts');
    expect(tip).toContain('1 in text A, 2 in text B');
  });

  it('tells that it came from a short search, or belongs to an exact encoder', async () => {
    await open();
    expect((await shown({ token: '>', id: 1028, source: 'quick' })).tip).toContain(
      'Find Neutral Reference',
    );
    expect((await shown({ token: '>', id: 1028, source: 'exact' })).tip).toContain(
      'embedding zero',
    );
  });

  it('is never mistaken for markup', async () => {
    await open();
    const gaveWay = [{ token: '<img src=x onerror=alert(1)>', id: 2 }];
    const { text } = await shown({ token: '</script>', id: 1, source: 'model', gaveWay });
    expect(text).toBe('</script> instead of <img src=x onerror=alert(1)>');
  });
});
