import { describe, expect, it } from 'vitest';
import type { Controls } from '../../src/protocol.js';
import { seriousFindings } from './support/browser.js';
import { goldenView } from './support/samples.js';
import { themes } from './support/themes.js';
import { usePanel } from './support/usePanel.js';

const panel = usePanel();
const { open } = panel;

const controls: Controls = {
  ...{ model: 'all-MiniLM-L6-v2', layer: 'middle', reference: 'auto', method: 'ij' },
  ...{ tolerance: 0.001, level: 'token', longText: 'truncate', changed: false },
};

async function openControls(change: Partial<Controls> = {}) {
  const page = await open();
  await panel.send({ kind: 'controls', controls: { ...controls, ...change } });
  await panel.show(goldenView(0));
  await page.getByText('Change how it is computed').click();
  await panel.clearSent();
  return page;
}

const list = (name: string) => panel.page.getByRole('combobox', { name, exact: true });

describe('the controls', () => {
  it('show what counts, and tell the host what is chosen', async () => {
    await openControls();
    expect(await list('Layer').inputValue()).toBe('middle');
    await list('Layer').selectOption('5');
    await list('Reference').selectOption('mask');
    await list('Method').selectOption('shapley');
    await list('Tolerance').selectOption('0.01');
    await list('Computed for each').selectOption('line');
    await list('Long texts').selectOption('windows');
    const sent = (await panel.sent()).flatMap((message) =>
      message.kind === 'control' ? [message.change] : [],
    );
    expect(sent).toEqual([
      { layer: '5' },
      { reference: 'mask' },
      { method: 'shapley' },
      { tolerance: 0.01 },
      { level: 'line' },
      { longText: 'windows' },
    ]);
  });

  it('take values that only settings can have', async () => {
    await openControls({ layer: '11', reference: 'id:1012', tolerance: 0.0042, changed: true });
    expect(await list('Layer').inputValue()).toBe('11');
    expect(await list('Reference').inputValue()).toBe('id:1012');
    expect(await list('Tolerance').inputValue()).toBe('0.0042');
    await panel.page.getByRole('button', { name: 'As in the settings' }).click();
    expect(await panel.sent()).toContainEqual({ kind: 'resetControls' });
    await panel.send({ kind: 'controls', controls });
    expect(await list('Reference').inputValue()).toBe('auto');
    expect(await list('Reference').locator('option').count()).toBe(4);
  });

  it('step through layers, with the change shown', async () => {
    const page = await openControls();
    await page.getByRole('button', { name: 'One layer up' }).click();
    expect(await panel.sent()).toContainEqual({ kind: 'control', change: { layer: '4' } });
    const after = goldenView(0);
    after.explanation.layer = 4;
    after.explanation.matrix[5] = 0.5;
    await panel.show(after);
    const bar = page.locator('.compare');
    expect(await bar.innerText()).toContain('Before: all-MiniLM-L6-v2, layer 3, reference >.');
    await page.getByRole('button', { name: 'Show the difference' }).click();
    const strongest = await page.locator('.pairs tbody tr').first().innerText();
    expect(strongest.replace(/\s+/g, ' ')).toContain('[CLS] ↔ a +0.5');
    await page.getByRole('button', { name: 'Forget' }).click();
    expect(await bar.isHidden()).toBe(true);
  });

  it('choose another model, and reach the end of the layers', async () => {
    const page = await openControls();
    await page.getByRole('button', { name: 'all-MiniLM-L6-v2' }).click();
    expect(await panel.sent()).toContainEqual({ kind: 'selectModel' });
    const last = goldenView(0);
    last.explanation.layer = 5;
    await panel.show(last);
    expect(await page.getByRole('button', { name: 'One layer up' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'One layer down' }).isDisabled()).toBe(false);
  });

  it('fold the reference terms into the pairs, whose ledger stays', async () => {
    const page = await openControls();
    const first = () => page.locator('.pairs tbody tr').first().innerText();
    const before = await first();
    const ledger = await page.locator('.ledger table').innerText();
    await list('Matrix').selectOption('folded');
    expect(await first()).not.toBe(before);
    expect(await page.locator('.ledger table').innerText()).toBe(ledger);
    expect(await panel.sent()).toEqual([]);
    await expect.poll(() => panel.saved()).toMatchObject({ folded: true });
    await list('Matrix').selectOption('pairs');
    expect(await first()).toBe(before);
  });

  it.each(themes)('have nothing that axe finds serious in %s', async (theme) => {
    const page = await open({ theme });
    await panel.send({ kind: 'controls', controls: { ...controls, changed: true } });
    await panel.show(goldenView(0));
    await page.getByText('Change how it is computed').click();
    expect(await seriousFindings(page)).toEqual([]);
  });
});
