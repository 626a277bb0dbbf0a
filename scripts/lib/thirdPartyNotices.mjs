import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Shipped as a package of its own, not inside a bundle. */
const shippedWhole = ['onnxruntime-node', 'onnxruntime-common'];

/**
 * Licences of the packages that ship, as their terms ask for.
 * @param {string} root The repository.
 * @param {string[]} inputs Files that went into bundles, from the root of the repository.
 * @returns {string}
 */
export function thirdPartyNotices(root, inputs) {
  const bundled = inputs.flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );
  const names = [...new Set([...bundled, ...shippedWhole])].sort();
  const parts = names.map((name) => notice(name, path.join(root, 'node_modules', name)));
  return `Hitlight contains these packages.\n\n${parts.join('\n\n')}\n`;
}

/** @param {string} name @param {string} folder */
function notice(name, folder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = existsSync(folder)
    ? readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry))
    : undefined;
  const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : '';
  return [`${name} ${manifest.version} (${manifest.license})`, text].filter(Boolean).join('\n\n');
}
