import type { Page } from 'playwright-core';
import { webview } from './webview.js';

/** What the panel says of an explanation. */
export interface PanelReading {
  score: number;
  /** Term to value, as printed: Constant, Only A, Only B, Pairs, Residual, Score. */
  ledger: Record<string, number>;
  /** Label of each text's place. */
  places: string[];
  /** Name to value of "How it was computed". */
  details: Record<string, string>;
}

/** Wait until the panel shows a finished explanation of these two places and read it. */
export async function readPanel(page: Page, places: [string, string]): Promise<PanelReading> {
  const panel = webview(page);
  for (const [index, place] of places.entries()) {
    await panel.locator('.text .place').nth(index).getByText(place, { exact: true }).waitFor();
  }
  await panel.locator('.toolbar .badge.stage').waitFor({ state: 'hidden' });
  const terms = await panel.locator('.ledger tr th[scope=row] button').allInnerTexts();
  const values = await panel.locator('.ledger tr td.number').allInnerTexts();
  const names = await panel.locator('.details dt').allInnerTexts();
  const facts = await panel.locator('.details dd').allInnerTexts();
  return {
    score: toNumber(await panel.locator('.score-value').innerText()),
    ledger: Object.fromEntries(terms.map((term, i) => [term, toNumber(values[i] ?? '')])),
    places: await panel.locator('.text .place').allInnerTexts(),
    details: Object.fromEntries(names.map((name, i) => [name, facts[i] ?? ''])),
  };
}

/** Numbers as the panel writes them: "+0.031", "−1.734", "+7·10⁻⁷". */
function toNumber(text: string): number {
  const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const plain = text
    .replace('+', '')
    .replaceAll(/[−⁻]/g, '-')
    .replace('·10', 'e')
    .replaceAll(/[⁰¹²³⁴-⁹]/g, (digit) => String(superscripts.indexOf(digit)));
  return Number(plain);
}
