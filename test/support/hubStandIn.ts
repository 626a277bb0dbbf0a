/**
 * A stand-in for the Hub on this machine: lists models and serves their files as the Hub does, large
 * ones by a redirect to a store at another origin, and misbehaves on demand.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface StandInModel {
  readonly id: string;
  readonly commit: string;
  readonly files: Readonly<Record<string, Buffer>>;
  readonly card?: Readonly<Record<string, unknown>>;
  readonly task?: string;
  readonly gated?: boolean;
  /** Entries of the list of files that replace those made from `files`. */
  readonly tree?: readonly unknown[];
}

/** What goes wrong with one request. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string> }
  | { readonly kind: 'page' } // a login page instead of the answer
  | { readonly kind: 'reset'; readonly after: number } // bytes of the body, then no connection
  | { readonly kind: 'hang-up'; readonly after: number } // the same, without a reset
  | { readonly kind: 'short'; readonly by: number } // ends early, and says so in no header
  | { readonly kind: 'long'; readonly by: number }
  | { readonly kind: 'flip' } // one wrong byte
  | { readonly kind: 'no-ranges' }
  | { readonly kind: 'silence' } // headers, then nothing
  | { readonly kind: 'slow'; readonly chunk: number; readonly everyMs: number };

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
  /** Whether the store was asked, not the Hub. */
  readonly store: boolean;
}

/** Files of this length and more are kept in the store, under their SHA-256. */
export const LARGE = 10_000;

export class HubStandIn {
  readonly seen: Seen[] = [];
  /** Decides what goes wrong with a request; `count`: how often its path was asked before. */
  fault: (request: Seen, count: number) => Fault | undefined = () => undefined;
  /** Where set, only requests with this token are let in to gated models. */
  token: string | undefined;
  /** Entries on each page of a list of files. */
  pageSize = 1000;

  private readonly models = new Map<string, StandInModel>();
  private readonly hub: Server;
  private readonly store: Server;

  /** `tls`: serve https with this key and certificate, in PEM. */
  constructor(private readonly tls?: { readonly key: string; readonly cert: string }) {
    const serve = (store: boolean) => {
      const listener = (request: IncomingMessage, response: ServerResponse) =>
        this.answer(request, response, store);
      return tls ? createTlsServer(tls, listener) : createServer(listener);
    };
    this.hub = serve(false);
    this.store = serve(true);
  }

  async start(): Promise<this> {
    await Promise.all([this.hub, this.store].map(listen));
    return this;
  }

  async stop(): Promise<void> {
    await Promise.all(
      [this.hub, this.store].map((server) => {
        server.closeAllConnections();
        return new Promise((done) => server.close(done));
      }),
    );
  }

  get url(): string {
    return this.addressOf(this.hub);
  }

  add(model: StandInModel): void {
    this.models.set(`${model.id}@${model.commit}`, model);
    this.models.set(`${model.id}@main`, model);
  }

  /** Requests for the content of a file, by a part of its path. */
  downloads(part = '/resolve/'): Seen[] {
    return this.seen.filter(({ path, store }) => !store && path.includes(part));
  }

  private answer(request: IncomingMessage, response: ServerResponse, store: boolean): void {
    const path = request.url ?? '/';
    const { range, authorization } = request.headers;
    const seen = { method: request.method ?? '', path, range, authorization, store };
    const count = this.seen.filter((other) => other.path === path && other.store === store).length;
    this.seen.push(seen);
    const fault = this.fault(seen, count);
    if (fault?.kind === 'status') return void response.writeHead(fault.status, fault.headers).end();
    if (fault?.kind === 'page') {
      return void response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<html>Log in</html>');
    }
    if (store) return this.serve(this.stored(path), seen, response, fault, {});
    const api = /^\/api\/models\/([^/]+\/[^/]+)\/(revision|tree)\/([^?/]+)(?:\?(.*))?$/.exec(path);
    if (api) return this.api(api, response);
    const file = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/([^?]+)/.exec(path);
    if (file) return this.resolve(file, seen, response, fault);
    response.writeHead(404).end();
  }

  private api([, id = '', what, revision = '', query]: RegExpExecArray, response: ServerResponse) {
    const model = this.models.get(`${id}@${decodeURIComponent(revision)}`);
    if (!model) return void this.unknown(id, response);
    if (what === 'revision') {
      const { commit: sha, card: cardData, task: pipeline_tag, gated = false } = model;
      json(response, {
        _id: '0',
        id,
        sha,
        cardData,
        pipeline_tag,
        private: false,
        downloads: 1,
        likes: 1,
        gated: gated && 'manual',
        lastModified: '2024-01-01T00:00:00.000Z',
        tags: ['onnx'],
      });
      return;
    }
    const entries = model.tree ?? treeOf(model);
    const from = Number(new URLSearchParams(query).get('cursor') ?? '0');
    const next = from + this.pageSize;
    const link = `<${this.url}/api/models/${id}/tree/${revision}?cursor=${next}>; rel="next"`;
    json(response, entries.slice(from, next), next < entries.length ? { link } : {});
  }

  private unknown(id: string, response: ServerResponse): void {
    const known = [...this.models.values()].some((model) => model.id === id);
    const code = known ? 'RevisionNotFound' : 'RepoNotFound';
    json(response, { error: code }, { 'x-error-code': code }, known ? 404 : 401);
  }

  private resolve(
    [, id = '', commit = '', path = '']: RegExpExecArray,
    seen: Seen,
    response: ServerResponse,
    fault: Fault | undefined,
  ): void {
    const model = this.models.get(`${id}@${commit}`);
    const content = model?.files[decodeURIComponent(path)];
    if (
      model?.gated &&
      (this.token === undefined || seen.authorization !== `Bearer ${this.token}`)
    ) {
      return void response.writeHead(403, { 'x-error-code': 'GatedRepo' }).end();
    }
    if (!model || !content) {
      return void response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
    }
    const headers = { 'x-repo-commit': commit, etag: `"${gitHash(content)}"` };
    if (content.length < LARGE) return this.serve(content, seen, response, fault, headers);
    response
      .writeHead(302, {
        ...headers,
        'x-linked-etag': `"${sha256(content)}"`,
        'x-linked-size': String(content.length),
        location: `${this.addressOf(this.store)}/${sha256(content)}?signature=1`,
      })
      .end();
  }

  private addressOf(server: Server): string {
    const { port } = server.address() as AddressInfo;
    return this.tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  }

  private stored(path: string): Buffer | undefined {
    const hash = path.slice(1).replace(/\?.*/, '');
    return [...this.models.values()]
      .flatMap(({ files }) => Object.values(files))
      .find((content) => sha256(content) === hash);
  }

  private serve(
    content: Buffer | undefined,
    { range, method }: Seen,
    response: ServerResponse,
    fault: Fault | undefined,
    headers: Record<string, string>,
  ): void {
    if (!content) return void response.writeHead(404).end();
    const asked = /^bytes=(\d+)-$/.exec(range ?? '')?.[1];
    const from = asked === undefined || fault?.kind === 'no-ranges' ? 0 : Number(asked);
    if (from > 0 && from >= content.length) return void response.writeHead(416).end();
    const body = misbehave(Buffer.from(content.subarray(from)), fault);
    const part = `bytes ${from}-${content.length - 1}/${content.length}`;
    // A body of another length than it should have comes in chunks, which promise none.
    const length = body.length === content.length - from ? { 'content-length': body.length } : {};
    response.writeHead(from > 0 ? 206 : 200, {
      ...headers,
      ...length,
      'content-type': 'application/octet-stream',
      ...(from > 0 ? { 'content-range': part } : {}),
    });
    if (method === 'HEAD') return void response.end();
    if (fault?.kind === 'silence') return response.flushHeaders();
    if (fault?.kind === 'reset') {
      response.write(body.subarray(0, fault.after), () =>
        // The client reads what has arrived before it learns of the reset.
        setTimeout(() => response.socket?.resetAndDestroy(), 100),
      );
      return;
    }
    if (fault?.kind === 'hang-up') {
      response.write(body.subarray(0, fault.after), () =>
        setTimeout(() => response.socket?.end(), 100),
      );
      return;
    }
    if (fault?.kind === 'slow') return drip(response, body, fault.chunk, fault.everyMs);
    response.end(body);
  }
}

export const sha256 = (content: Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** The name of a blob in git. */
export const gitHash = (content: Buffer): string =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

/** The name that the cache gives to a content. */
export const blobName = (content: Buffer): string =>
  content.length < LARGE ? gitHash(content) : sha256(content);

function treeOf({ files }: StandInModel): unknown[] {
  const folders = Object.keys(files).flatMap((path) =>
    path.includes('/') ? [path.split('/')[0]] : [],
  );
  return [
    ...[...new Set(folders)].map((path) => ({
      type: 'directory',
      path,
      oid: '0'.repeat(40),
      size: 0,
    })),
    ...Object.entries(files).map(([path, content]) => {
      const size = content.length;
      const file = { type: 'file', path, size, oid: gitHash(content) };
      return size < LARGE
        ? file
        : { ...file, lfs: { oid: sha256(content), size, pointerSize: 130 } };
    }),
  ];
}

function misbehave(body: Buffer, fault: Fault | undefined): Buffer {
  if (fault?.kind === 'short') return body.subarray(0, Math.max(0, body.length - fault.by));
  if (fault?.kind === 'long') return Buffer.concat([body, Buffer.alloc(fault.by, 1)]);
  if (fault?.kind === 'flip') body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
  return body;
}

function drip(response: ServerResponse, body: Buffer, chunk: number, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(at, at + chunk));
    at += chunk;
    if (at < body.length) return;
    clearInterval(timer);
    response.end();
  }, everyMs);
  response.on('close', () => clearInterval(timer));
}

function json(
  response: ServerResponse,
  body: unknown,
  headers: Record<string, string> = {},
  status = 200,
): void {
  const type = 'application/json; charset=utf-8';
  response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
}

const listen = (server: Server): Promise<void> =>
  new Promise((done) => server.listen(0, '127.0.0.1', done));
