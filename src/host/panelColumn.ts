/**
 * Editor column for the panel: beside the active editor, but never on top of an editor that shows
 * one of the two texts. Columns count from 1; VS Code has nine.
 */
export function panelColumn(active: number | undefined, showing: readonly number[]): number {
  const beside = Math.min((active ?? 0) + 1, 9);
  if (!showing.includes(beside)) return beside;
  return Math.min(Math.max(...showing) + 1, 9);
}
