export interface PanelResources {
  /** Source expression of the webview's own origin. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  /** Fresh and random for every page. */
  readonly nonce: string;
  /** BCP 47, for the page's `lang`. */
  readonly language: string;
  readonly title: string;
  /** Translations by key of webview/strings.ts. */
  readonly strings: Readonly<Record<string, string>>;
}

/** The panel's page: nothing may be loaded or run but our own script and style. */
export function panelHtml(resources: PanelResources): string {
  const { cspSource, script, style, nonce, language, title, strings } = resources;
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(style)}">
<title>${escapeHtml(title)}</title>
</head>
<body>
<div id="root"></div>
<script type="application/json" id="strings" nonce="${nonce}">${jsonForHtml(strings)}</script>
<script nonce="${nonce}" src="${escapeHtml(script)}"></script>
</body>
</html>
`;
}

/** JSON that cannot end the script element it stands in, nor open a comment there. */
function jsonForHtml(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
