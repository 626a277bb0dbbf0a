import * as vscode from 'vscode';
import type { PoolingMode, Prefixes } from '../../protocol.js';

/** How a model pools, of someone who knows; null when they do not say. */
export async function askForPooling(model: string): Promise<PoolingMode | null> {
  const { t } = vscode.l10n;
  const choices: (vscode.QuickPickItem & { readonly mode: PoolingMode })[] = [
    { mode: 'mean', label: 'mean', description: t('the mean over all tokens: most models') },
    {
      mode: 'cls',
      label: 'cls',
      description: t('the first token: BGE, Snowflake Arctic, GTE v1.5'),
    },
    { mode: 'last', label: 'last', description: t('the last token: encoders made from decoders') },
    { mode: 'max', label: 'max', description: t('the largest value of each dimension') },
    {
      mode: 'mean_sqrt_len',
      label: 'mean_sqrt_len',
      description: t('the sum over all tokens, divided by the root of their number'),
    },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: t('Pooling of {0}', model),
    placeHolder: t('The model’s files do not state its pooling; its model card may'),
    ignoreFocusOut: true,
  });
  return chosen?.mode ?? null;
}

/** Whether to use the prefixes that a model was trained with; null when neither was chosen. */
export async function offerPrefixes(model: string, prefixes: Prefixes): Promise<Prefixes | null> {
  const { t } = vscode.l10n;
  const { query, passage } = prefixes;
  const quoted = (text: string) => (text === '' ? t('nothing') : `“${text}”`);
  const choices: (vscode.QuickPickItem & { readonly prefixes: Prefixes })[] = [
    {
      prefixes,
      label: t('Use its prefixes'),
      detail: t(
        '{0} in front of the first text, {1} in front of the second',
        quoted(query),
        quoted(passage),
      ),
    },
    {
      prefixes: { query: '', passage: '' },
      label: t('No prefixes'),
      detail: t('Compare the texts as they are'),
    },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: t('Prefixes of {0}', model),
    placeHolder: t('The model was trained with prefixes; search engines usually add them'),
    ignoreFocusOut: true,
  });
  return chosen?.prefixes ?? null;
}
