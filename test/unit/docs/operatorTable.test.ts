import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operatorTable, tableIn, withTable } from '../../../scripts/lib/operatorTable.js';

test('the table of operators in ARCHITECTURE.md is that of the registries', () => {
  const document = readFileSync('ARCHITECTURE.md', 'utf8');
  expect(tableIn(document)).toEqual(tableIn(withTable(document, operatorTable())));
});
