import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../scripts/lib/chromium.mjs';
import type { HostToReport } from '../../src/protocol.js';
import { sampleReport } from '../support/sampleReport.js';
import {
  type PanelOptions,
  type TestPanel,
  openPanel,
  seriousFindings,
} from './support/browser.js';
import { themes } from './support/themes.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A report page in a webview, with its content security policy; nothing may be refused by that. */
async function withPage(test: (page: TestPanel) => Promise<void>, options: PanelOptions = {}) {
  const panel = await openPanel(browser, { ...options, entry: 'report' });
  await test(panel);
  expect(panel.problems).toEqual([]);
  await panel.close();
}
const show = (panel: TestPanel) => panel.sendRaw({ kind: 'report', report: sampleReport() });
const send = (panel: TestPanel, message: HostToReport) => panel.sendRaw(message);
const sent = (panel: TestPanel) => panel.page.evaluate<unknown[]>('fake.sent');

describe('the report page', () => {
  it('shows findings, tables, plots and definitions, and texts as text', () =>
    withPage(async (panel) => {
      await show(panel);
      const { page } = panel;
      await page.getByText('They do.').waitFor();
      expect(await page.locator('svg.plot').count()).toBe(4);
      expect(await page.locator('table').count()).toBe(1);
      expect(await page.getByText('±0.100 [0.400, 0.600] n=3').count()).toBe(2);
      expect(await page.getByText('25.0 %').count()).toBe(1);
      await page.getByRole('button', { name: '1', exact: true }).click();
      // The text with markup is shown, not obeyed.
      await page.locator('p.text').getByText('One <b>text</b>').waitFor();
    }));

  it('opens the texts behind a row, a point and a bar as explanations', () =>
    withPage(async (panel) => {
      await show(panel);
      const { page } = panel;
      await page.getByRole('button', { name: '2', exact: true }).click();
      await page.getByRole('button', { name: 'Explain' }).first().click();
      expect(await sent(panel)).toContainEqual({ kind: 'explain', text: 2 });
      await page.locator('svg.plot [data-mark="dot"] .selectable').first().click();
      await page.locator('.picked').getByText('A cat sleeps.').waitFor();
      await page.locator('svg.plot [data-mark="rect"] .selectable').last().click();
      await page.locator('.picked').getByText('last', { exact: true }).waitFor();
      await page.locator('svg.plot [data-mark="bar"] .selectable').first().click();
      await page.locator('.picked').getByText('A cat sleeps.').waitFor();
    }));

  it('sorts by a column, what is missing last', () =>
    withPage(async (panel) => {
      await show(panel);
      const { page } = panel;
      const first = () => page.locator('tbody tr:not(.behind) td.words').first().innerText();
      expect(await first()).toBe('=published');
      const exceeds = page.getByRole('button', { name: 'Sort by sum' });
      await exceeds.click();
      expect(await first()).toBe('own');
      await exceeds.click();
      expect(await first()).toBe('=published');
      const share = page.getByRole('button', { name: 'Sort by exceeds' });
      for (let i = 0; i < 2; i++) {
        await share.click();
        expect(await first()).toBe('=published');
      }
    }));

  it('saves tables as CSV that no spreadsheet takes for formulas, and the report as JSON', () =>
    withPage(async (panel) => {
      await show(panel);
      await panel.page.getByRole('button', { name: 'CSV' }).click();
      await panel.page.getByRole('button', { name: 'Save as JSON' }).click();
      const [csv, json] = (await sent(panel)).slice(-2) as { name: string; content: string }[];
      expect(csv?.name).toBe('sums-methods.csv');
      expect(csv?.content.split('\r\n').slice(0, 2)).toEqual([
        'method,sum,sum n,sum sd,sum low,sum high,exceeds',
        "'=published,0.5,3,0.1,0.4,0.6,0.25",
      ]);
      expect(JSON.parse(json?.content ?? '')).toMatchObject({
        study: 'sums',
        methods: [{ method: 'own' }],
      });
    }));

  it('shows how far the work is, and cancels and goes on', () =>
    withPage(async (panel) => {
      const { page } = panel;
      await send(panel, { kind: 'measuring', title: 'Study: sums', done: 0, total: 0 });
      await page.getByText('Loading the model').waitFor();
      await send(panel, { kind: 'measuring', title: 'Study: sums', done: 3, total: 100 });
      await page.getByText('Measuring pair 3 of 100').waitFor();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await send(panel, { kind: 'stopped', title: 'Study: sums', done: 3, total: 100 });
      await page.getByRole('button', { name: 'Go on' }).click();
      const advice = 'Choose another file.';
      await send(panel, { kind: 'failed', title: 'Study: sums', message: 'Pairs: line 3', advice });
      await page.getByText('Pairs: line 3').waitFor();
      const kinds = (await sent(panel)).map((message) => (message as { kind: string }).kind);
      expect(kinds).toEqual(['ready', 'cancel', 'resume']);
    }));

  it('speaks the language of the host where it has the words', () =>
    withPage(
      async (panel) => {
        await show(panel);
        await panel.page.getByText('Als JSON sichern').waitFor();
      },
      { strings: { 'report.json': 'Als JSON sichern' }, lang: 'de' },
    ));

  it.each(themes)('has nothing that axe finds serious in theme %s', (theme) =>
    withPage(
      async (panel) => {
        await show(panel);
        await panel.page.getByRole('button', { name: '2', exact: true }).click();
        expect(await seriousFindings(panel.page)).toEqual([]);
      },
      { theme },
    ),
  );
});
