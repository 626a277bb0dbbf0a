import { posix, win32 } from 'node:path';
import { OnnxError } from './OnnxError.js';

/**
 * The bytes of one tensor in a file beside the model. `location` has passed
 * `assertInsideFolder`; the result must be `length` bytes long.
 */
export type ExternalData = (location: string, offset: number, length: number) => Uint8Array;

/**
 * Refuses a location that could name a file outside the model's folder, by either platform's
 * rules wherever we run: a model file is untrusted input and must not pick what else is read.
 */
export function assertInsideFolder(location: string, where: string): void {
  const absolute =
    posix.isAbsolute(location) || win32.isAbsolute(location) || /^[a-z]:/i.test(location);
  const climbs = location.split(/[/\\]/).includes('..');
  if (location === '' || location.includes('\0') || absolute || climbs) {
    throw new OnnxError(
      "external data in a relative path inside the model's folder",
      JSON.stringify(location),
      where,
    );
  }
}
