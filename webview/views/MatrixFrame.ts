import type { Emphasis } from '../../src/protocol.js';
import { h } from '../dom.js';
import type { Selection } from '../model/selection.js';
import { canGrow } from '../matrix/layout.js';
import { MatrixDrawing, type MatrixContent, type Size } from '../matrix/MatrixDrawing.js';
import { readTheme } from '../matrix/theme.js';

/** Part of the window's height that the matrix may take before it scrolls. */
const HEIGHT_PART = 0.75;
const SCROLLBAR = 12;

/** As long as the style sheet's. */
const FADE_MS = 250;

/**
 * The heatmap in a scrolling area. The canvases are only as large as the area, a spacer gives it
 * the size of the whole matrix, and scrolling repaints: that keeps any zoom affordable.
 */
export class MatrixFrame {
  readonly element: HTMLElement;
  readonly #lower = h('canvas', { 'aria-hidden': 'true' });
  readonly #upper = h('canvas', { class: 'crosshair', 'aria-hidden': 'true' });
  readonly #spacer: HTMLElement;
  #drawing: MatrixDrawing | null = null;
  #emphasis: Emphasis = { a: null, b: null };
  #selection: Selection | null = null;
  #size: Size = { width: 0, height: 0 };
  #zoom = 1;
  #ghost: HTMLCanvasElement | null = null;

  constructor(
    /** Takes focus and pointer; its box is the canvases'. */
    readonly grid: HTMLElement,
    readonly onLaidOut: (zoom: { canShrink: boolean; canGrow: boolean }) => void,
  ) {
    grid.prepend(this.#lower, this.#upper);
    this.#spacer = h('div', { class: 'matrix-space' }, grid);
    this.element = h('div', { class: 'matrix-scroller' }, this.#spacer);
    this.element.addEventListener('scroll', () => {
      this.#ghost?.remove();
      this.#paint();
    });
    new ResizeObserver(() => {
      this.layOut();
    }).observe(this.element);
    window.addEventListener('resize', () => {
      this.layOut();
    });
  }

  get drawing(): MatrixDrawing | null {
    return this.#drawing;
  }

  /**
   * Draws another matrix, or the same with another theme or other rows; `softly` lets what was drawn
   * before fade.
   */
  show(content: Omit<MatrixContent, 'theme'> | null, softly = false): void {
    if (softly) this.#leaveGhost();
    this.#drawing = content
      ? new MatrixDrawing(this.#lower, this.#upper, { ...content, theme: readTheme(this.grid) })
      : null;
    this.layOut();
  }

  emphasise(emphasis: Emphasis): void {
    this.#emphasis = emphasis;
    this.#paintOverlay();
  }

  select(selection: Selection | null): void {
    this.#selection = selection;
    this.#paintOverlay();
  }

  /**
   * Multiplies the zoom; 0 fits the width again. What is at `point` of the window, or else in the
   * middle, stays there.
   */
  zoomBy(factor: number, point?: { clientX: number; clientY: number }): void {
    const drawing = this.#drawing;
    if (!drawing || (factor > 1 && !canGrow(drawing.layout))) return;
    const { left, top } = this.grid.getBoundingClientRect();
    const at = point
      ? { x: point.clientX - left, y: point.clientY - top }
      : { x: this.#size.width / 2, y: this.#size.height / 2 };
    const before = { origin: drawing.origin, rows: drawing.rows, columns: drawing.columns };
    const { scrollLeft, scrollTop } = this.element;
    this.#zoom = Math.max(1, this.#zoom * factor);
    this.layOut();
    // Only the cells grow, not their labels.
    const x = (scrollLeft + at.x - before.origin.x) / before.columns.length;
    const y = (scrollTop + at.y - before.origin.y) / before.rows.length;
    this.element.scrollLeft = x * drawing.columns.length + drawing.origin.x - at.x;
    this.element.scrollTop = y * drawing.rows.length + drawing.origin.y - at.y;
    this.#paint();
  }

  /** Whether there is more of the matrix than is in view. */
  get isZoomed(): boolean {
    return this.#zoom > 1;
  }

  panBy(left: number, top: number): void {
    this.element.scrollBy({ left, top, behavior: 'instant' });
  }

  /** Back to the zoom that fits the width. */
  resetZoom(): void {
    this.#zoom = 1;
  }

  layOut(): void {
    const drawing = this.#drawing;
    const width = this.element.offsetWidth;
    if (!drawing || width === 0) return;
    const limit = Math.round(window.innerHeight * HEIGHT_PART);
    const room = { width, height: limit, zoom: this.#zoom };
    let all = drawing.layOut(room);
    const scrolls = all.height > limit;
    if (scrolls) all = drawing.layOut({ ...room, width: width - SCROLLBAR });
    const seen = {
      width: width - (scrolls ? SCROLLBAR : 0),
      bar: all.width > width ? SCROLLBAR : 0,
    };
    this.#size = { width: seen.width, height: Math.min(limit - seen.bar, all.height) };
    setSize(this.#spacer, all);
    setSize(this.grid, this.#size);
    this.element.style.setProperty('height', `${String(this.#size.height + seen.bar)}px`);
    this.onLaidOut({ canShrink: this.#zoom > 1, canGrow: canGrow(drawing.layout) });
    this.#paint();
  }

  /** The tokens under a pointer. */
  tokensAt({ clientX, clientY }: MouseEvent): Emphasis {
    const { left, top } = this.grid.getBoundingClientRect();
    return this.#drawing?.hit(clientX - left, clientY - top) ?? { a: null, b: null };
  }

  /** The cell nearest to a pointer, be it outside. */
  cellNear({ clientX, clientY }: MouseEvent): { a: number; b: number } | null {
    const { left, top } = this.grid.getBoundingClientRect();
    return this.#drawing?.nearest(clientX - left, clientY - top) ?? null;
  }

  /** Where a cell is in the window, null when it is hidden. */
  cellRect(a: number, b: number): DOMRect | null {
    const cell = this.#drawing?.cellAt(a, b);
    if (!cell) return null;
    const { left, top } = this.grid.getBoundingClientRect();
    return new DOMRect(left + cell.x, top + cell.y, cell.width, cell.height);
  }

  /** Scrolls as little as needed for a cell to be seen. */
  reveal(a: number, b: number): void {
    const drawing = this.#drawing;
    const cell = drawing?.cellAt(a, b);
    if (!drawing || !cell) return;
    const { gutter, header } = drawing.layout;
    const { width, height } = this.#size;
    const left = Math.min(0, cell.x - gutter) + Math.max(0, cell.x + cell.width - width);
    const top = Math.min(0, cell.y - header) + Math.max(0, cell.y + cell.height - height);
    if (left !== 0 || top !== 0) this.element.scrollBy({ left, top, behavior: 'instant' });
    this.#paint();
  }

  /** Keeps what is painted now on top for a moment. Cost: one copy of the canvas. */
  #leaveGhost(): void {
    this.#ghost?.remove();
    const lessMotion =
      matchMedia('(prefers-reduced-motion: reduce)').matches ||
      document.body.classList.contains('vscode-reduce-motion');
    if (lessMotion || this.#size.width === 0) return;
    const ghost = h('canvas', { class: 'ghost', 'aria-hidden': 'true' });
    ghost.width = this.#lower.width;
    ghost.height = this.#lower.height;
    setSize(ghost, this.#size);
    ghost.getContext('2d')?.drawImage(this.#lower, 0, 0);
    this.#lower.after(ghost);
    this.#ghost = ghost;
    setTimeout(() => {
      ghost.remove();
    }, FADE_MS);
  }

  #paint(): void {
    if (!this.#drawing || this.#size.width === 0) return;
    const { scrollLeft: x, scrollTop: y } = this.element;
    this.#drawing.paint(this.#size, { x, y });
    this.#paintOverlay();
  }

  #paintOverlay(): void {
    if (this.#size.width > 0) this.#drawing?.paintOverlay(this.#emphasis, this.#selection);
  }
}

function setSize(element: HTMLElement, { width, height }: Size): void {
  element.style.setProperty('width', `${String(width)}px`);
  element.style.setProperty('height', `${String(height)}px`);
}
