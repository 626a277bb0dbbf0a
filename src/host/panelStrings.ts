/**
 * Keys of a page's texts in the l10n bundle: this, then the key of webview/strings.ts or of
 * webview/report/strings.ts.
 */
export type StringsPrefix = 'panel:' | 'report:';

/**
 * A page's texts in the display language, by its own keys. The page has them in English, so a
 * language without a bundle, or a key without a translation, needs nothing from here.
 */
export function panelStrings(
  bundle: Readonly<Record<string, string>> | undefined,
  prefix: StringsPrefix = 'panel:',
) {
  return Object.fromEntries(
    Object.entries(bundle ?? {})
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => [key.slice(prefix.length), text]),
  );
}
