import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const SERVER = /(server"?: ?")(https?):\/\/([^\s:/]+):(\d+)/;

interface Connection {
  readonly client: Socket;
  readonly api: Socket;
}

export interface ConnectionProxyOptions {
  /** Each connection is cut once it has taken so many bytes. @default - none is */
  readonly limit?: number;
}

/** A way to an API server on which connections can fail as they do on real ones; new ones work. */
export class ConnectionProxy {
  readonly #open = new Set<Connection>();
  readonly #server: Server;

  private constructor(
    /** Text of a kubeconfig that leads through it. */
    readonly kubeconfig: string,
    server: Server,
  ) {
    this.#server = server;
  }

  static async start(kubeconfig: string, { limit = Number.POSITIVE_INFINITY }: ConnectionProxyOptions = {}): Promise<ConnectionProxy> {
    const text = await readFile(kubeconfig, 'utf8');
    const [, key, scheme, host, port] = SERVER.exec(text) ?? [];
    if (host === undefined) throw new Error(`${kubeconfig} names no server`);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const own = `${key}${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const proxy = new ConnectionProxy(text.replace(SERVER, own), server);
    server.on('connection', (client) => proxy.#pass({ client, api: connect(Number(port), host) }, limit));
    return proxy;
  }

  /** Ends every connection without a word of farewell. */
  cut(): number {
    const count = this.#open.size;
    for (const { client, api } of this.#open) {
      client.destroy();
      api.destroy();
    }
    return count;
  }

  /** From now on nothing passes on the connections that there are, in either direction, and nobody is told. */
  stall(): number {
    for (const { client, api } of this.#open) {
      client.unpipe(api);
      api.unpipe(client);
      // what comes is taken, and goes nowhere
      client.resume();
      api.resume();
    }
    return this.#open.size;
  }

  stop(): void {
    this.#server.close();
    this.cut();
  }

  #pass(connection: Connection, limit: number): void {
    const { client, api } = connection;
    this.#open.add(connection);
    let taken = 0;
    const end = () => {
      this.#open.delete(connection);
      client.destroy();
      api.destroy();
    };
    client.on('data', (bytes) => {
      taken += bytes.length;
      if (taken > limit) end();
    });
    client.pipe(api).pipe(client);
    for (const socket of [client, api]) socket.on('error', end).on('close', end);
  }
}
