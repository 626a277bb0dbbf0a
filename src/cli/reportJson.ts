import type { Report } from '../protocol.js';

/** The documented JSON of a report: its main figures stand at the top, under the study's own names. */
export function reportJson({ figures, ...report }: Report): Record<string, unknown> {
  return { ...figures, ...report };
}
