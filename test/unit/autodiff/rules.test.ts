/** Every rule against central differences and the adjoint identity, on hand-made shapes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/autodiff/registry.js';
import { checkRule } from '../../support/checkRule.js';
import { smallGraph } from '../../support/smallGraph.js';
import { allCases as cases } from './cases/all.js';

describe('rules', () => {
  it('all have a case of their own', () => {
    const covered = new Set(cases.map(({ operator }) => operator));
    expect(Object.keys(rules).filter((operator) => !covered.has(operator))).toEqual([]);
  });

  it('name their specification and its operator set', () => {
    const folder = join(import.meta.dirname, '..', '..', '..', 'src', 'autodiff', 'rules');
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
    expect(files).toHaveLength(Object.keys(rules).length);
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));
    const unnamed = Object.keys(rules).filter((operator) => {
      const link = new RegExp(`onnx__${operator}\\.html \\(opset \\d+\\)`);
      return !texts.some((text) => link.test(text));
    });
    expect(unnamed).toEqual([]);
  });

  it('are listed alphabetically', () => {
    const names = Object.keys(rules);
    expect(names).toEqual([...names].sort());
  });

  it.each(cases.map((c) => [`${c.operator}: ${c.about}`, c] as const))('%s', async (_, c) => {
    const inputs = typeof c.feeds === 'function' ? c.feeds(4) : c.feeds;
    const graph = smallGraph({ ...c, inputs });
    await checkRule({ graph, feeds: c.feeds, ...(c.wrt ? { wrt: c.wrt } : {}) });
  });
});
