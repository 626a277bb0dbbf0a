import type { Page } from 'playwright-core';
import { editorSelector } from './editorText.js';

/** A decoration as it is painted: the text under it and its computed style. */
export interface PaintedDecoration {
  text: string;
  background: string;
  /** The line below the text. */
  border: string;
  /** Whether there is a line all around. */
  frame: boolean;
}

/**
 * What extensions painted behind an editor's text, top to bottom and left to right. VS Code draws
 * such decorations as boxes in a layer of their own, so the text is found by where the boxes are.
 */
export async function paintedDecorations(page: Page, file: string): Promise<PaintedDecoration[]> {
  return page.evaluate(readDecorations, editorSelector(file));
}

/** Runs in the page. */
function readDecorations(selector: string): PaintedDecoration[] {
  const boxes = [...document.querySelectorAll(`${selector} .view-overlays .cdr[class*="ced-"]`)]
    .map((box) => ({ box: box.getBoundingClientRect(), style: getComputedStyle(box) }))
    .filter(({ box, style }) => box.width > 0 && isPainted(style))
    .sort((one, other) => one.box.top - other.box.top || one.box.left - other.box.left);
  const lines = [...document.querySelectorAll(`${selector} .view-lines .view-line`)];
  return boxes.map(({ box, style }) => ({
    text: textUnder(box),
    background: style.backgroundColor,
    border: `${style.borderBottomWidth} ${style.borderBottomStyle} ${style.borderBottomColor}`,
    frame: parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== 'none',
  }));

  function isPainted(style: CSSStyleDeclaration): boolean {
    const hasBackground = style.backgroundColor !== 'rgba(0, 0, 0, 0)';
    const hasBorder = style.borderBottomStyle !== 'none' || style.borderTopStyle !== 'none';
    return hasBackground || hasBorder || style.outlineStyle !== 'none';
  }

  function textUnder(box: DOMRect): string {
    const middle = (box.top + box.bottom) / 2;
    const line = lines.find((candidate) => {
      const { top, bottom } = candidate.getBoundingClientRect();
      return top <= middle && middle < bottom;
    });
    if (!line) return '';
    let text = '';
    const range = document.createRange();
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let index = 0; index < (node.textContent?.length ?? 0); index++) {
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        const { left, right } = range.getBoundingClientRect();
        const centre = (left + right) / 2;
        if (centre > box.left && centre < box.right) text += node.textContent?.[index] ?? '';
      }
    }
    return text.replaceAll('\u00a0', ' ');
  }
}
