import { describe, expect, it } from 'vitest';
import { goldenView, hostile, languages, syntheticView } from './support/samples.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open } = panel;

describe('on load', () => {
  it('says it is ready, once', async () => {
    await open();
    expect(await panel.sent()).toEqual([{ kind: 'ready' }]);
  });

  it('says what to do while there is nothing to show', async () => {
    const page = await open();
    await expect.poll(() => page.locator('main').innerText()).toContain('Nothing explained yet');
    expect(await page.locator('.empty').innerText()).toContain('Hitlight: Explain Similarity');
    expect(await page.locator('.explanation').isVisible()).toBe(false);
  });

  it('speaks the language the host passes and English where it does not', async () => {
    const page = await open({ strings: { 'empty.title': 'Noch nichts erklärt' }, lang: 'de' });
    const text = await page.locator('.empty').innerText();
    expect(text).toContain('Noch nichts erklärt');
    expect(text).toContain('from the Command Palette');
    await panel.show(goldenView(0));
    expect(await page.locator('.score-value').innerText()).toBe('0,757');
  });
});

describe('work and failures', () => {
  it('shows progress with a way to cancel it, and says it once', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await panel.send({ kind: 'busy', message: 'Attributing…', fraction: 0.25 });
    const bar = page.getByRole('progressbar');
    expect(await bar.getAttribute('aria-valuenow')).toBe('25');
    expect(await page.locator('[role=status]').innerText()).toBe('Attributing…');
    expect(await page.locator('.score-value').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await panel.sent()).toContainEqual({ kind: 'cancel' });
    await panel.send({ kind: 'idle' });
    expect(await bar.isVisible()).toBe(false);
  });

  it('shows what failed and what to do above the previous explanation', async () => {
    const page = await open();
    await panel.show(goldenView(0));
    await panel.send({ kind: 'failed', message: 'The text is empty.', advice: 'Select more.' });
    const alert = page.getByRole('alert');
    expect(await alert.innerText()).toContain('The text is empty.');
    expect(await alert.innerText()).toContain('Select more.');
    expect(await page.locator('.score-value').isVisible()).toBe(true);
    await panel.show(goldenView(1));
    expect(await alert.isVisible()).toBe(false);
  });

  it('ignores what is not a message of the protocol', async () => {
    const page = await open();
    const view = goldenView(0);
    view.explanation.matrix = view.explanation.matrix.slice(1);
    for (const message of [null, 7, { kind: 'show' }, { kind: 'open', path: '/etc/passwd' }]) {
      await panel.sendRaw(message);
    }
    await panel.show(view);
    expect(await page.locator('.empty').isVisible()).toBe(true);
  });
});

describe('state', () => {
  it('survives being hidden', async () => {
    await open();
    const view = goldenView(0);
    await panel.show({ ...view, staleB: true });
    await panel.page.getByLabel('Special tokens').uncheck();
    await expect.poll(() => panel.saved()).toMatchObject({ showSpecial: false });
    await panel.page.waitForTimeout(100);
    const saved = await panel.saved();
    const page = await open({ saved });
    expect(await page.locator('.score-value').innerText()).toBe('0.757');
    expect(await page.locator('.text-b .stale').isVisible()).toBe(true);
    expect(await page.getByLabel('Special tokens').isChecked()).toBe(false);
  });

  it.each([{ version: 1, view: { explanation: 'x' } }, 'text', { version: 9 }, null])(
    'starts empty on a state that is not its own: %j',
    async (saved) => {
      const page = await open({ saved });
      expect(await page.locator('.empty').isVisible()).toBe(true);
    },
  );
});

describe('texts of all kinds', () => {
  it('shows hostile text as text', async () => {
    const page = await open();
    await panel.show(syntheticView(...hostile));
    await panel.send({ kind: 'failed', message: hostile[0], advice: hostile[1] });
    expect(await page.locator('.text-a .strip').innerText()).toContain('<script>window.hacked=1');
    const shown = await page.locator('.text-b .strip').innerText();
    for (const glyph of ['⟨RLO⟩', '⟨ZWSP⟩', '⟨BOM⟩', '⟨NUL⟩', '⟨U+D800⟩', '→', '↵']) {
      expect(shown).toContain(glyph);
    }
    expect(shown).not.toMatch(/[\u202e\u200b\ufeff]/);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img, .strip script').count()).toBe(0);
  });

  it.each(Object.entries(languages))('shows %s unchanged', async (_, [a, b]) => {
    const page = await open();
    await panel.show(syntheticView(a, b));
    expect(await page.locator('.text-a .strip').textContent()).toBe(a);
    expect(await page.locator('.text-b .strip').textContent()).toBe(b);
  });

  it('copes with a token of 100,000 characters and with no tokens at all', async () => {
    const page = await open();
    const endless = 'x'.repeat(100_000);
    const token = { text: endless, id: 1, start: 0, end: endless.length, special: false };
    await panel.show(syntheticView(endless, 'short text', { tokensA: [token] }));
    expect(await page.locator('.pairs tbody tr').first().innerText()).toContain('…');
    await panel.show(syntheticView('', '', { tokensA: [], tokensB: [] }));
    expect(await page.locator('.matrix').innerText()).toContain('There are no token pairs');
    expect(await page.locator('.pairs').innerText()).toContain('No pair contributes');
  });
});
