import { h, uniqueId } from '../dom.js';

/** A labelled drop-down list; `set` shows a value without telling `change`. */
export interface Choice<T extends string> {
  element: HTMLElement;
  select: HTMLSelectElement;
  set(value: T): void;
}

/** Values with the names that people read, in order. */
export type Options<T extends string> = readonly (readonly [value: T, name: string])[];

export function choice<T extends string>(
  label: string,
  options: Options<T>,
  change: (value: T) => void,
): Choice<T> {
  const id = uniqueId('choice');
  const select = h('select', { class: 'select', id });
  fillOptions(select, options);
  select.addEventListener('change', () => {
    // Only values of `options` can be chosen.
    change(select.value as T);
  });
  select.title = label;
  return {
    // Not around the list: its entries would become part of its name.
    element: h('span', { class: 'field' }, h('label', { class: 'dim', for: id }, label), select),
    select,
    set: (value) => {
      if (select.value !== value) select.value = value;
    },
  };
}

/** Other options in a list that is there already; the one that is chosen stays, if there is one. */
export function fillOptions(select: HTMLSelectElement, options: Options<string>): void {
  const { value } = select;
  select.replaceChildren(...options.map(([each, name]) => h('option', { value: each }, name)));
  if (options.some(([each]) => each === value)) select.value = value;
}
