import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Report } from '../protocol.js';

/**
 * A page that holds its report, script and style, and loads nothing.
 * @param folder of the built report page
 */
export async function reportHtml(report: Report, folder: string): Promise<string> {
  const read = (name: string) => readFile(path.join(folder, name), 'utf8');
  const [script, style] = [await read('report.js'), await read('report.css')];
  const policy = `default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'`;
  const title = `${report.title} · ${report.models.join(' and ')}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)}</title>
<style>${style.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<div id="root"></div>
<script type="application/json" id="report">${embedded(report)}</script>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`;
}

/** JSON that cannot end the script element it stands in. */
const embedded = (value: unknown) =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
