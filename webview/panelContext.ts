import type { EmphasisLink } from './emphasisLink.js';
import type { Host } from './host.js';
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
  /** Says something to screen readers, politely. */
  announce: (message: string) => void;
}
