import path from 'node:path';
import { mayImport, sessionFile } from '../../layers.mjs';

/**
 * Lint rule: an import keeps to the layering table of layers.mjs.
 * @type {import('eslint').Rule.RuleModule}
 */
export const layerRule = {
  meta: { type: 'problem', schema: [], messages: { wrong: '{{ what }}' } },
  create(context) {
    const file = fromRoot(context, context.filename);
    /**
     * @typedef {import('estree').ImportDeclaration | import('estree').ExportNamedDeclaration
     *   | import('estree').ExportAllDeclaration | import('estree').ImportExpression} Importing
     * @param {Importing} node
     */
    const check = (node) => {
      const name = node.source?.type === 'Literal' ? node.source.value : undefined;
      if (typeof name !== 'string' || !name.startsWith('.')) return;
      const target = fromRoot(context, path.resolve(path.dirname(context.filename), name));
      const what = whyNot(file, target.replace(/\.js$/, '.ts'));
      if (what) context.report({ node, messageId: 'wrong', data: { what } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

/**
 * Why a file may not import another one; undefined when it may. Paths from the root of the repository.
 * @param {string} file
 * @param {string} target
 * @returns {string | undefined}
 */
export function whyNot(file, target) {
  const shipped = file.startsWith('src/') || file.startsWith('webview/');
  if (!shipped) return undefined;
  if (file.startsWith('webview/')) {
    if (target.startsWith('webview/') || target === 'src/protocol.ts') return undefined;
    if (isWithin(target, 'reading')) return undefined;
    return 'webview/ may import only src/protocol.ts and src/reading, besides its own files.';
  }
  // What the build expects of the bundled model, checked again before it is used.
  if (target.startsWith('models/') && isWithin(file, 'engine')) return undefined;
  if (!target.startsWith('src/')) return 'src/ may import only its own files.';
  const layer = layerOf(file);
  if (layer === undefined) return `${file} has no row in layers.mjs.`;
  if (layer === 'attribution' && target === `src/${sessionFile}`) {
    return `attribution/ works without ${sessionFile}.`;
  }
  const allowed = mayImport[layer] ?? [];
  if ([layer, ...allowed].some((place) => isWithin(target, place))) return undefined;
  return `${layer} may import only: ${allowed.join(', ') || 'nothing of ours'}.`;
}

/** The row of the table that a file of src/ belongs to. @param {string} file */
function layerOf(file) {
  return Object.keys(mayImport).find((place) => isWithin(file, place));
}

/** @param {string} file @param {string} place In src/. */
export function isWithin(file, place) {
  return file === `src/${place}` || file === `src/${place}.ts` || file.startsWith(`src/${place}/`);
}

/** @param {import('eslint').Rule.RuleContext} context @param {string} file */
function fromRoot(context, file) {
  return path.relative(context.cwd, file).replaceAll(path.sep, '/');
}
