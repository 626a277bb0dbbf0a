import { MatrixDrawing } from './matrix/MatrixDrawing.js';
import { readTheme } from './matrix/theme.js';
import { referenceGap } from './model/waterfall.js';
import type { Panel } from './panelContext.js';
import { matrixContent } from './views/matrixContent.js';

/** Device pixels a point: sharp in print and on dense screens. */
const RATIO = 2;
/** What the matrix may at most be wide and high before its cells get too small to tell apart. */
const ROOM = { width: 1200, height: 1200 };
const MARGIN = 16;
const LINE = 22;
/** The lines above the matrix need it. */
const LEAST_WIDTH = 640;

/**
 * The matrix as it is on screen (level, filter, order, theme), all of it, with score and colour scale,
 * as PNG. null where there is nothing to draw, or the browser cannot.
 */
export async function drawPicture(panel: Panel): Promise<Uint8Array<ArrayBuffer> | null> {
  const { store, format, t } = panel;
  const { view } = store.state;
  const content = matrixContent(panel);
  if (!view || !content) return null;
  const theme = readTheme(document.querySelector<HTMLElement>('.matrix-grid') ?? document.body);
  const [lower, upper] = [document.createElement('canvas'), document.createElement('canvas')];
  const drawing = new MatrixDrawing(lower, upper, { ...content, theme, pixelRatio: RATIO });
  const size = drawing.layOut({ ...ROOM, zoom: 1 });
  drawing.paint(size, { x: 0, y: 0 });
  const { score, ledger, model, layer, reference } = view.explanation;
  const head = [
    `${view.labelA} ↔ ${view.labelB}: ${format.plain(score)}`,
    `${t('ledger.pairs')} ${format.signed(ledger.pairs)} · ${t('ledger.reference')} ${format.signed(referenceGap(ledger))} · ${t('ledger.residual')} ${format.signed(ledger.residual)}`,
  ];
  const foot = [
    t('matrix.legend', format.signed(-drawing.cap.value), format.signed(drawing.cap.value)),
    t('compare.how', model, format.integer(layer), reference.token),
  ].join(' · ');
  const picture = document.createElement('canvas');
  picture.width = (Math.max(size.width, LEAST_WIDTH) + 2 * MARGIN) * RATIO;
  picture.height = (size.height + 2 * MARGIN + (head.length + 1) * LINE) * RATIO;
  const context = picture.getContext('2d');
  if (!context) return null;
  context.scale(RATIO, RATIO);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.textBaseline = 'middle';
  context.font = theme.font;
  head.forEach((text, i) => {
    context.fillStyle = i === 0 ? theme.strongLabel : theme.label;
    context.fillText(text, MARGIN, MARGIN + LINE * (i + 0.5));
  });
  const top = MARGIN + head.length * LINE;
  context.drawImage(lower, MARGIN, top, size.width, size.height);
  context.fillStyle = theme.label;
  context.fillText(foot, MARGIN, top + size.height + LINE * 0.75);
  const blob = await new Promise<Blob | null>((done) => {
    picture.toBlob(done, 'image/png');
  });
  return blob && new Uint8Array(await blob.arrayBuffer());
}
