import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where a program may keep what it can compute again: `HITLIGHT_CACHE`, else by the platform's custom.
 */
export function cacheFolder(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const { HITLIGHT_CACHE: own, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
  if (own !== undefined && own !== '') return path.resolve(own);
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'hitlight');
  if (platform === 'win32' && local !== undefined) return path.join(local, 'hitlight');
  if (platform === 'darwin') return path.join(homedir(), 'Library/Caches/hitlight');
  return path.join(homedir(), '.cache/hitlight');
}
