/**
 * Makes the children of `parent` equal to `next` and keeps the elements that are there already:
 * focus, selected text, scroll places and what the pointer is on stay. Listeners of `next` are lost,
 * so those who use this listen on `parent`.
 */
export function patchChildren(parent: Element, next: readonly (Node | string)[]): void {
  const wanted = next.map((node) => (typeof node === 'string' ? new Text(node) : node));
  wanted.forEach((node, i) => {
    const present = parent.childNodes[i];
    if (present === undefined) parent.append(node);
    else if (!patchNode(present, node)) present.replaceWith(node);
  });
  for (const surplus of [...parent.childNodes].slice(wanted.length)) surplus.remove();
}

/** False where one cannot become the other. */
function patchNode(present: Node, next: Node): boolean {
  if (present instanceof Text && next instanceof Text) {
    // Writing the same would still drop a selection.
    if (present.data !== next.data) present.data = next.data;
    return true;
  }
  if (!(present instanceof Element) || !(next instanceof Element)) return false;
  if (present.tagName !== next.tagName) return false;
  patchAttributes(present, next);
  patchChildren(present, [...next.childNodes]);
  return true;
}

function patchAttributes(present: Element, next: Element): void {
  for (const { name } of [...present.attributes]) {
    if (!next.hasAttribute(name)) present.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (present.getAttribute(name) === value) continue;
    // The content security policy allows styles to be set as properties only.
    if (name === 'style') copyStyle(present, next);
    else present.setAttribute(name, value);
  }
}

function copyStyle(present: Element, next: Element): void {
  if (!(present instanceof HTMLElement) || !(next instanceof HTMLElement)) return;
  present.style.cssText = next.style.cssText;
}
