/**
 * File names as a repository gives them. They are joined to folders of this machine, so a hostile
 * one must not lead elsewhere, under the rules of any system that may share the cache.
 */

/** Names that Windows keeps for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)/i;

const LONGEST = 512;

/** Control characters end strings early or split lines, half characters have no UTF-8; the rest mean something on Windows. */
const FORBIDDEN = /[\p{Cc}\p{Cs}<>:"|?*\\]/u;

/** Whether a name stays below the folder it is joined to, on every system. */
export function isSafeRepoPath(name: string): boolean {
  if (name.length === 0 || name.length > LONGEST) return false;
  if (FORBIDDEN.test(name)) return false;
  return name.split('/').every(
    (part) =>
      part !== '' &&
      part !== '.' &&
      part !== '..' &&
      // Windows drops these at the end, which makes `.. ` another name for `..`.
      !/[. ]$/.test(part) &&
      !DEVICE.test(part),
  );
}

/** Whether a name tries to leave its folder, as opposed to being merely unusual. */
export function isHostilePath(name: string): boolean {
  return (
    name.includes('\0') ||
    /^([/\\]|[a-z]:)/i.test(name) ||
    name.split(/[/\\]/).some((part) => /^\.\.[. ]*$/.test(part))
  );
}
