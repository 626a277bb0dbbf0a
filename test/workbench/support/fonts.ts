import { spawnSync } from 'node:child_process';
import { needSystemPackages } from '../../../scripts/lib/systemPackages.mjs';

/** By what fontconfig calls the language, the package that brings its letters. */
const packages = { zh: 'fonts-wqy-microhei', 'und-zsye': 'fonts-noto-color-emoji' } as const;

/** Pictures of boxes in place of letters tell nothing: installs fonts of Debian where some are missing. */
export async function needFonts(): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = Object.entries(packages).filter(([language]) => !hasLetters(language));
  await needSystemPackages(
    missing.map(([, name]) => name),
    'letters for the pictures',
  );
}

function hasLetters(language: string): boolean {
  const { status, stdout } = spawnSync('fc-list', [`:lang=${language}`, 'family']);
  return status === 0 && String(stdout).trim() !== '';
}
