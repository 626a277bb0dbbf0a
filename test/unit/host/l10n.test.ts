import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { panelStrings } from '../../../src/host/panelStrings.js';
import { english as reportEnglish } from '../../../webview/report/strings.js';
import { english } from '../../../webview/strings.js';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Messages of `l10n.t('…')`, `t('…')` in the host's sources. */
function hostMessages(): string[] {
  const files = readdirSync(join(root, 'src/host'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => [...read(join('src/host', file)).matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)])
    .map(([, message = '']) => message.replace(/\\'/g, "'"));
}

describe('texts for people', () => {
  it('of the host and the panel are all in l10n/bundle.l10n.json, for translators', async () => {
    const bundle = Object.fromEntries([
      ...hostMessages().map((message) => [message, message]),
      ...Object.entries(english).map(([key, text]) => [`panel:${key}`, text]),
      ...Object.entries(reportEnglish).map(([key, text]) => [`report:${key}`, text]),
    ]) as Record<string, string>;
    expect(Object.keys(bundle).length).toBeGreaterThan(60);
    // `vitest run test/unit/host/l10n -u` writes it anew.
    await expect(`${JSON.stringify(bundle, null, 2)}\n`).toMatchFileSnapshot(
      join(root, 'l10n/bundle.l10n.json'),
    );
  });

  it('of package.json are exactly those of package.nls.json', () => {
    const used = new Set([...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
    const defined = Object.keys(JSON.parse(read('package.nls.json')) as object);
    expect([...used].sort()).toEqual(defined.sort());
  });

  it('reach the panel under its own keys', () => {
    const bundle = { 'panel:panel.title': 'Ähnlichkeit erklärt', 'Show Log': 'Protokoll' };
    expect(panelStrings(bundle)).toEqual({ 'panel.title': 'Ähnlichkeit erklärt' });
    expect(panelStrings(undefined)).toEqual({});
    const report = { 'report:report.cancel': 'Abbrechen', ...bundle };
    expect(panelStrings(report, 'report:')).toEqual({ 'report.cancel': 'Abbrechen' });
  });
});
