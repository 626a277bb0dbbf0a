/** What a failed write to the cache means to the person who waits for the model. */
import { Cancelled, HubError, shown } from './hubError.js';

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const REFUSED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

/** The error to show for one of node:fs; errors that are explained already pass through. */
export function diskFailure(error: unknown, cacheFolder: string): unknown {
  if (error instanceof HubError || error instanceof Cancelled) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  const options = { cause: error };
  const elsewhere = 'or set HF_HUB_CACHE to a folder elsewhere';
  if (FULL.has(code)) {
    return new HubError(
      'disk-full',
      `Model: expected room in ${shown(cacheFolder)}, got ${code} (disk full); free some, ${elsewhere}`,
      options,
    );
  }
  if (REFUSED.has(code)) {
    return new HubError(
      'read-only',
      `Model: expected to write to ${shown(cacheFolder)}, got ${code}; change its permissions, ${elsewhere}`,
      options,
    );
  }
  return new HubError(
    'read-only',
    `Model: expected to use the folder ${shown(cacheFolder)}, got ${code}`,
    options,
  );
}

/** Decimal units, as shops and file managers count them. */
export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return `${value >= 100 ? Math.round(value) : Math.ceil(value * 10) / 10} MB`;
}
