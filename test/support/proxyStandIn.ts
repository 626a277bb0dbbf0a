/** A forward proxy on this machine that tunnels (CONNECT), and may ask for a password or refuse. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export class ProxyStandIn {
  /** Hosts that it was asked to connect to, with their ports. */
  readonly tunnels: string[] = [];
  /** Status of its refusals; undefined: it lets everything through. */
  refusal: number | undefined;
  /** `user:password` that it asks for. */
  password: string | undefined;
  private readonly server: Server = createServer((_, response) => response.writeHead(501).end());
  private readonly sockets = new Set<Socket>();

  async start(): Promise<this> {
    this.server.on('connect', ({ url = '', headers }, socket: Socket) => {
      this.tunnels.push(url);
      const given = headers['proxy-authorization'];
      const wanted =
        this.password === undefined
          ? undefined
          : `Basic ${Buffer.from(this.password).toString('base64')}`;
      const refusal = this.refusal ?? (wanted !== undefined && given !== wanted ? 407 : undefined);
      if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
      const [host, port] = url.split(':');
      const target = connect(Number(port), host === 'hub.test' ? '127.0.0.1' : host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      for (const end of [target, socket]) {
        this.sockets.add(end);
        end.on('error', () => {
          target.destroy();
          socket.destroy();
        });
      }
    });
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return this;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
