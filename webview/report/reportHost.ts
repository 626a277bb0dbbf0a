/** Who the page talks to: the extension's host, or nobody where it is a file of its own. */
import { HostToReport, type ReportToHost, parseMessage } from '../../src/protocol.js';
import type { WebviewApi } from '../host.js';

export interface ReportHost {
  /** Whether a pair can be explained from here. */
  readonly explains: boolean;
  send(message: ReportToHost): void;
  /** Keeps a file for the person: by a dialog of the host, or as a download of the browser. */
  save(name: string, content: string): void;
  listen(handle: (message: HostToReport) => void): void;
}

export function connectReportHost(api: WebviewApi, target: Window): ReportHost {
  const send = (message: ReportToHost) => {
    api.postMessage(message);
  };
  return {
    explains: true,
    send,
    save: (name, content) => send({ kind: 'save', name, content }),
    listen(handle) {
      target.addEventListener('message', (event: MessageEvent<unknown>) => {
        const message = parseMessage(HostToReport, event.data);
        if (message) handle(message);
      });
    },
  };
}

/** A page without a host, which holds its report. */
export function standaloneHost(document: Document): ReportHost {
  return {
    explains: false,
    send: () => undefined,
    save(name, content) {
      const url = URL.createObjectURL(new Blob([content]));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      // The download has begun by then, and the text need not stay in memory.
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    },
    listen: () => undefined,
  };
}
