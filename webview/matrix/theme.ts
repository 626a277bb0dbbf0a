import type { Ramp, Rgb } from './colourScale.js';

/** What the canvases need to know of the theme; everything else is CSS. */
export interface MatrixTheme {
  ramp: Ramp;
  background: string;
  label: string;
  strongLabel: string;
  /** Behind the row's and column's labels of the crosshair. */
  labelBackground: string;
  crosshair: string;
  band: string;
  /** Over what is not selected. */
  veil: string;
  font: string;
  valueFont: string;
  /** Negative cells get a mark besides their colour. */
  highContrast: boolean;
}

/** Reads the style sheet's `--hit-…` properties as they apply to an element now. */
export function readTheme(element: HTMLElement): MatrixTheme {
  const style = getComputedStyle(element);
  const property = (name: string) => style.getPropertyValue(name).trim();
  const size = Number.parseFloat(style.fontSize) || 12;
  return {
    ramp: {
      zero: toRgb(property('--hit-matrix-zero')),
      positive: toRgb(property('--hit-matrix-positive')),
      negative: toRgb(property('--hit-matrix-negative')),
    },
    background: property('--hit-background'),
    label: property('--hit-dim'),
    strongLabel: property('--hit-foreground'),
    labelBackground: property('--hit-label-background'),
    crosshair: property('--hit-focus'),
    band: property('--hit-band'),
    veil: property('--hit-veil'),
    font: `${String(size)}px ${style.fontFamily}`,
    valueFont: `${String(Math.max(9, size - 2))}px ${style.fontFamily}`,
    highContrast: document.body.classList.contains('vscode-high-contrast'),
  };
}

/** Any CSS colour as numbers: a canvas understands them all. */
function toRgb(colour: string): Rgb {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return [128, 128, 128];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

/** Calls `run` when VS Code has changed the theme, the font or the zoom level of the screen. */
export function onThemeChange(run: () => void): void {
  const observer = new MutationObserver(run);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['style', 'class'],
  });
}
