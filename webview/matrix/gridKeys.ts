/** A cell by its places, not its tokens. */
export interface Cell {
  row: number;
  column: number;
}

export interface GridSize {
  rows: number;
  columns: number;
}

/** Rows that Page Up and Page Down skip. */
const PAGE = 10;

/** Where a key moves the cell of an ARIA grid; null for keys that do not move it. */
export function moveCell(
  { row, column }: Cell,
  { rows, columns }: GridSize,
  key: string,
  control: boolean,
): Cell | null {
  const at = (toRow: number, toColumn: number): Cell => ({
    row: Math.min(rows - 1, Math.max(0, toRow)),
    column: Math.min(columns - 1, Math.max(0, toColumn)),
  });
  switch (key) {
    case 'ArrowUp':
      return at(row - 1, column);
    case 'ArrowDown':
      return at(row + 1, column);
    case 'ArrowLeft':
      return at(row, column - 1);
    case 'ArrowRight':
      return at(row, column + 1);
    case 'PageUp':
      return at(row - PAGE, column);
    case 'PageDown':
      return at(row + PAGE, column);
    case 'Home':
      return at(control ? 0 : row, 0);
    case 'End':
      return at(control ? rows - 1 : row, columns - 1);
    default:
      return null;
  }
}
