import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Report, tableCsv } from '../protocol.js';

/** Each table of a report as a CSV file of a folder. */
export async function writeTables({ study, tables, texts }: Report, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const table of tables) {
    await writeFile(path.join(folder, `${study}-${table.id}.csv`), tableCsv(table, texts));
  }
}
