import type { Divider } from '../src/reading/contrast.js';
import type { EmphasisLink } from './emphasisLink.js';
import type { Host } from './host.js';
import type { Arrangement } from './model/arrangement.js';
import type { Format } from './model/format.js';
import type { Store } from './store.js';
import type { Translate } from './strings.js';
import type { Tip } from './views/tip.js';

/** What every view of the panel works with. */
export interface Panel {
  store: Store;
  host: Pick<Host, 'send'>;
  link: EmphasisLink;
  t: Translate;
  format: Format;
  tip: Tip;
  /** Between two texts that are compared. */
  divider: Divider;
  /** Rows and columns on screen; null while there is nothing to show. */
  arrangement: () => Arrangement | null;
  /** Says something to screen readers, politely. */
  announce: (message: string) => void;
}
