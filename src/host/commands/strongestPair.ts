import * as vscode from 'vscode';
import { createFormat } from '../format.js';
import { tokenText } from '../hoverMarkdown.js';
import { revealToken } from '../revealToken.js';
import type { Services } from '../services.js';

/** How long the status bar names the pair. */
const shownMs = 8_000;

/** Goes to the next (1) or previous (-1) strongest pair: in both editors, and in the panel. */
export async function goToPair(services: Services, by: 1 | -1): Promise<void> {
  const { shown, walk, emphasis, panel } = services;
  const { t } = vscode.l10n;
  const pair = shown.value;
  const visit = pair && walk.step(pair.explanation, by);
  if (!pair || !visit) {
    const message =
      pair === null ? t('Nothing is explained yet') : t('There are no token pairs yet');
    vscode.window.setStatusBarMessage(message, shownMs);
    return;
  }
  const tokens = shown.toTokens(visit);
  emphasis.point('pair', tokens);
  const format = createFormat(vscode.env.language);
  vscode.window.setStatusBarMessage(
    t(
      'Pair {0} of {1}: {2} ↔ {3}, {4}, {5} of the pairs',
      ...[visit.rank, visit.count],
      tokenText(pair, 'a', visit.a),
      tokenText(pair, 'b', visit.b),
      format.signed(visit.value),
      format.percent(visit.share),
    ),
    shownMs,
  );
  if (tokens.a !== null) await revealToken(shown, 'a', tokens.a);
  if (tokens.b !== null) await revealToken(shown, 'b', tokens.b);
  panel.post({ kind: 'visit', emphasis: tokens });
}
