/** Which operators can be differentiated, and how, as Markdown. */
import { rules } from '../../src/autodiff/registry.js';
import { microsoftRewrites, onnxRewrites } from '../../src/onnx/canonical/registry.js';

const START = '<!-- operators -->';
const END = '<!-- /operators -->';

/** One row an operator. */
export function operatorTable(): string {
  const rewritten = new Set(Object.keys(onnxRewrites));
  const onnx = [...new Set([...Object.keys(rules), ...rewritten])].map((name) =>
    row(name, rewritten.has(name), Object.hasOwn(rules, name)),
  );
  const microsoft = Object.keys(microsoftRewrites).map((name) =>
    row(`com.microsoft.${name}`, true, false),
  );
  const rows = [...onnx.sort(), ...microsoft.sort()];
  return ['| operator | in canonical form | forward | reverse |', '| --- | --- | --- | --- |']
    .concat(rows)
    .join('\n');
}

function row(name: string, rewritten: boolean, hasRule: boolean): string {
  const form = rewritten ? (hasRule ? 'upgraded' : 'taken apart') : 'as it is';
  const derivative = hasRule ? 'rule' : 'through its parts';
  return `| ${name} | ${form} | ${derivative} | ${derivative} |`;
}

/** The document with the table between its markers. Throws where the markers are missing. */
export function withTable(document: string, table: string): string {
  const [start, end] = [document.indexOf(START), document.indexOf(END)];
  if (start < 0 || end < start) {
    throw new Error(`Document: expected ${START} and ${END}, got neither`);
  }
  return `${document.slice(0, start + START.length)}\n\n${table}\n\n${document.slice(end)}`;
}

/** The table as it stands in the document, without layout. */
export function tableIn(document: string): readonly (readonly string[])[] {
  const inside = document.slice(document.indexOf(START), document.indexOf(END));
  return inside
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.includes('---'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
