import { HostToPanel, parseMessage, type PanelToHost } from '../src/protocol.js';
import { decodeState, encodeState, type SavedState } from './savedState.js';

/** The other side of the panel: the extension host, and VS Code's store for this webview. */
export interface Host {
  send(message: PanelToHost): void;
  /** Calls `handle` for every valid message; others are ignored. */
  listen(handle: (message: HostToPanel) => void): void;
  load(): SavedState;
  save(state: SavedState): void;
}

/** The part of VS Code's webview API that the panel uses. */
export interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** Nothing else holds the API object: it can be acquired only once. */
export function connectHost(api: WebviewApi, target: Window): Host {
  return {
    send: (message) => {
      api.postMessage(message);
    },
    listen: (handle) => {
      target.addEventListener('message', (event: MessageEvent<unknown>) => {
        const message = parseMessage(HostToPanel, event.data);
        if (message) handle(message);
      });
    },
    load: () => decodeState(api.getState()),
    save: (state) => {
      api.setState(encodeState(state));
    },
  };
}
