import { connectHost } from './host.js';
import { supportedLocale } from './model/format.js';
import { mountPanel } from './mountPanel.js';
import { createTranslate } from './strings.js';
import './style/panel.css';

const root = document.getElementById('root');
const locale = supportedLocale(document.documentElement.lang);
if (root) {
  mountPanel(
    root,
    connectHost(acquireVsCodeApi(), window),
    createTranslate(readStrings(), locale),
    locale,
  );
}

/** The host's translations; English where there are none. */
function readStrings(): Record<string, unknown> {
  try {
    const strings: unknown = JSON.parse(document.getElementById('strings')?.textContent ?? '{}');
    return typeof strings === 'object' && strings !== null ? { ...strings } : {};
  } catch {
    return {};
  }
}
