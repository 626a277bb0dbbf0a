import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where large things that are the same for every checkout live (the npm-hosted VS Code is 600 MB):
 * `HITLIGHT_CACHE`, else `hitlight` in the user's cache folder. A fresh clone then starts at once.
 * @returns {string} An absolute path; the folder may not exist yet.
 */
export function cacheFolder() {
  const { HITLIGHT_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (HITLIGHT_CACHE) return path.resolve(HITLIGHT_CACHE);
  if (XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME)) {
    return path.join(XDG_CACHE_HOME, 'hitlight');
  }
  if (process.platform === 'win32' && LOCALAPPDATA) return path.join(LOCALAPPDATA, 'hitlight');
  return path.join(homedir(), '.cache', 'hitlight');
}
