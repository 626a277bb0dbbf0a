import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { ExplanationView, HostToPanel, PanelToHost } from '../../../src/protocol.js';
import { bodyClasses, themeSheet, type Theme } from './themes.js';

const root = path.join(import.meta.dirname, '../../..');
const origin = 'https://panel.test';

/** Pages of the extension, with their entries. */
const entries = { panel: 'webview/main.ts', report: 'webview/report/main.ts' } as const;
type Entry = keyof typeof entries;

const bundles = new Map<Entry, Promise<{ script: string; style: string }>>();

async function bundlePage(entry: Entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { [entry]: entries[entry] },
    outdir: 'dist/webview',
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'chrome120',
    format: 'iife',
    keepNames: true,
  });
  const text = (ending: string) =>
    outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

export interface PanelOptions {
  /** The explanation's panel unless told. */
  entry?: Entry;
  theme?: Theme;
  width?: number;
  height?: number;
  deviceScaleFactor?: number;
  /** What VS Code kept of an earlier panel. */
  saved?: unknown;
  strings?: Record<string, string>;
  lang?: string;
  reducedMotion?: 'reduce' | 'no-preference';
}

/** The panel in a page like the one VS Code makes, with its content security policy. */
export interface TestPanel {
  page: Page;
  /** A message of the host. */
  send(message: HostToPanel): Promise<void>;
  sendRaw(message: unknown): Promise<void>;
  show(view: ExplanationView): Promise<void>;
  /** What the panel has sent so far. */
  sent(): Promise<PanelToHost[]>;
  clearSent(): Promise<void>;
  saved(): Promise<unknown>;
  /** Script errors, refused resources and refused styles. */
  problems: string[];
  close(): Promise<void>;
}

interface FakeWindow {
  sent: unknown[];
  saved: unknown;
}

/** Open a panel; the browser is the caller's to close. */
export async function openPanel(browser: Browser, options: PanelOptions = {}): Promise<TestPanel> {
  const { entry = 'panel' } = options;
  const bundle = bundles.get(entry) ?? bundlePage(entry);
  bundles.set(entry, bundle);
  const { script, style } = await bundle;
  const { theme = 'dark', width = 900, height = 1000, deviceScaleFactor = 1 } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor,
    reducedMotion: options.reducedMotion ?? 'no-preference',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  const bodies: Record<string, { contentType: string; body: string }> = {
    '/': { contentType: 'text/html; charset=utf-8', body: html(theme, options) },
    [`/${entry}.js`]: { contentType: 'text/javascript', body: script },
    [`/${entry}.css`]: { contentType: 'text/css', body: style },
    '/theme.css': { contentType: 'text/css', body: themeSheet(theme) },
  };
  await page.route('**/*', (route) => {
    const body = bodies[new URL(route.request().url()).pathname];
    return body ? route.fulfill(body) : route.abort();
  });
  await page.addInitScript((saved) => {
    const fake: FakeWindow = { sent: [], saved };
    Object.assign(window, {
      fake,
      acquireVsCodeApi: () => ({
        postMessage: (message: unknown) => fake.sent.push(structuredClone(message)),
        getState: () => fake.saved,
        // VS Code keeps states as JSON.
        setState: (state: unknown) => (fake.saved = JSON.parse(JSON.stringify(state)) as unknown),
      }),
    });
  }, options.saved);
  await page.goto(`${origin}/`);
  const panel: TestPanel = {
    page,
    problems,
    sendRaw: (message) => post(page, message),
    send: (message) => post(page, message),
    show: (view) => post(page, { kind: 'show', view }),
    sent: () => page.evaluate<PanelToHost[]>('fake.sent'),
    clearSent: () => page.evaluate('fake.sent.length = 0'),
    saved: () => page.evaluate<unknown>('fake.saved'),
    close: () => context.close(),
  };
  return panel;
}

/** Post a message to the window and wait for two frames; typed arrays arrive as such. */
async function post(page: Page, message: unknown): Promise<void> {
  const plain = JSON.stringify(message, (_, value: unknown) =>
    value instanceof Float64Array ? { float64: Array.from(value) } : value,
  );
  await page.evaluate(async (json) => {
    const revived = JSON.parse(json, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'float64' in value
        ? Float64Array.from(value.float64 as number[])
        : value,
    ) as unknown;
    window.postMessage(revived, '*');
    await new Promise((done) => setTimeout(done, 0));
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  }, plain);
}

function html(theme: Theme, { strings = {}, lang = 'en', entry = 'panel' }: PanelOptions): string {
  const nonce = 'dGVzdA';
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${origin}`;
  return `<!DOCTYPE html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hitlight</title>
<link rel="stylesheet" href="/theme.css">
<link rel="stylesheet" href="/${entry}.css">
</head>
<body class="${bodyClasses[theme]}">
<div id="root"></div>
<script type="application/json" id="strings">${JSON.stringify(strings).replaceAll('<', '\\u003c')}</script>
<script nonce="${nonce}" src="/${entry}.js"></script>
</body>
</html>`;
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
}

/** What axe-core finds of serious or critical impact. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(await axeSource);
  const found = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'] })`,
  );
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    );
}
