/** Keys of the panel's texts in the l10n bundle: this, then the key of webview/strings.ts. */
const prefix = 'panel:';

/**
 * The panel's texts in the display language, by its own keys. The panel has them in English, so a
 * language without a bundle, or a key without a translation, needs nothing from here.
 */
export function panelStrings(bundle: Readonly<Record<string, string>> | undefined) {
  return Object.fromEntries(
    Object.entries(bundle ?? {})
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => [key.slice(prefix.length), text]),
  );
}
