/** Attributes by name; `true` sets a bare one, `false` and undefined leave it out. */
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/**
 * A new element. Strings among the children become text nodes, so a text can never turn into
 * markup; `style` and `on…` are refused because the content security policy would drop them.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A small line icon from one path on a 16 × 16 grid, hidden from assistive technology. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  setAttributes(svg, { viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': 'true' });
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'style' || name.startsWith('on')) throw new Error(`dom: attribute ${name}`);
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
}

let ids = 0;
/** An id that no other element of the page has. */
export const uniqueId = (name: string): string => `${name}-${String(++ids)}`;
