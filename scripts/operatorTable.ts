/**
 * Writes the table of operators into ARCHITECTURE.md, from the registries:
 *   node scripts/run.mjs scripts/operatorTable.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { operatorTable, withTable } from './lib/operatorTable.js';

const file = 'ARCHITECTURE.md';
writeFileSync(file, withTable(readFileSync(file, 'utf8'), operatorTable()));
console.log(`Table of operators written to ${file}`);
