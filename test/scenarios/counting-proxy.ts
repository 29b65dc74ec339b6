import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as plain,
  type Server,
  type ServerResponse,
} from 'node:http';
import { request as secure } from 'node:https';
import { type AddressInfo, connect as plainConnect } from 'node:net';
import { connect as secureConnect } from 'node:tls';

export interface ProxyOptions {
  /** Address of the API server. */
  readonly server: string;
  /** Text of the certificates it is known by. */
  readonly ca?: string | Buffer;
  /** What the requests are authorized by that bring no token. */
  readonly cert?: Buffer;
  readonly key?: Buffer;
  /** Told of everything that passes, as it passes. */
  readonly onPassing?: (passing: Passing) => void;
  /** Told how many requests the server has answered, before their answers are passed on. */
  readonly onAnswered?: (count: number) => void;
  /** Asked at each request that is no upgrade, by its `verb resource.group`: what the server is to answer instead. */
  readonly refuse?: (access: string | undefined) => Refusal | undefined;
  /** Loses the answer to the first creation of each kind, as a connection that breaks does. @default false */
  readonly isForgetful?: boolean;
  /** How far the server's clock is ahead in its answers. @default 0 */
  readonly aheadMs?: number;
}

/** What a server answers that does not do what it is asked for. */
export interface Refusal {
  readonly status: number;
  /** As the `Status` object of Kubernetes has it, such as `Gone`. */
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request or a part of an answer, as the proxy passes it on. */
export interface Passing {
  readonly direction: 'request' | 'answer';
  readonly method: string;
  readonly url: string;
  /** A part of the body; empty where a request begins. */
  readonly chunk: Uint8Array;
}

/** Stands between the program and an API server, and notes what is asked for. */
export class CountingProxy {
  /** `verb resource.group` of every request, in order: the words of a Role. */
  readonly requests: string[] = [];
  /** Those that the server refused. */
  readonly refused: string[] = [];
  #answered = 0;
  readonly #server: Server;
  readonly #options: ProxyOptions;

  private constructor(options: ProxyOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#forward(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      this.#note(request);
      const { hostname, port, protocol } = new URL(options.server);
      const { ca, cert, key } = options;
      const address = { host: hostname, port: Number(port) };
      const upstream = protocol === 'https:' ? secureConnect({ ...address, ca, cert, key }) : plainConnect(address);
      upstream.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${headLines(request)}\r\n`);
        upstream.write(head);
        options.onAnswered?.(++this.#answered);
        socket.pipe(upstream).pipe(socket);
      });
      for (const end of [socket, upstream]) {
        end.on('error', () => {
          socket.destroy();
          upstream.destroy();
        });
      }
    });
  }

  static async start(options: ProxyOptions): Promise<CountingProxy> {
    const proxy = new CountingProxy(options);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const access = this.#note(request);
    const { server, ca, cert, key, onPassing } = this.#options;
    const { method = '', url = '' } = request;
    const isFirst = this.requests.filter((each) => each === access).length === 1;
    const isLost = this.#options.isForgetful && isFirst && access?.startsWith('create ');
    const refusal = this.#options.refuse?.(access);
    if (refusal) {
      const { status: code, reason, headers } = refusal;
      request.resume();
      response.writeHead(code, { 'Content-Type': 'application/json', ...headers });
      response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message: reason, code }));
      return;
    }
    const send = server.startsWith('https:') ? secure : plain;
    const upstream = send(new URL(url, server), { ca, cert, key, method, headers: request.headers }, (answer) => {
      this.#options.onAnswered?.(++this.#answered);
      if (answer.statusCode === 403) this.refused.push(access ?? '');
      if (isLost) {
        response.destroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 500, this.#onItsClock(answer.headers));
      // a watch may have nothing to say for long
      response.flushHeaders();
      if (onPassing) answer.on('data', (chunk: Buffer) => onPassing({ direction: 'answer', method, url, chunk }));
      answer.pipe(response);
    });
    onPassing?.({ direction: 'request', method, url, chunk: new Uint8Array() });
    if (onPassing) request.on('data', (chunk: Buffer) => onPassing({ direction: 'request', method, url, chunk }));
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  }

  #onItsClock(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    const { aheadMs } = this.#options;
    if (aheadMs === undefined || headers.date === undefined) return headers;
    return { ...headers, date: new Date(Date.parse(headers.date) + aheadMs).toUTCString() };
  }

  #note({ method, url = '' }: IncomingMessage): string | undefined {
    const access = accessOf(method ?? '', new URL(url, this.#options.server));
    if (access !== undefined) this.requests.push(access);
    return access;
  }
}

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PATCH: 'patch', PUT: 'update', DELETE: 'delete' };

/** `undefined` for what is no resource, such as the version. */
function accessOf(method: string, { pathname, searchParams }: URL): string | undefined {
  const path = /^\/(?:api|apis\/(?<group>[^/]+))\/v[^/]+\/namespaces\/[^/]+\/(?<plural>[^/]+)(?:\/(?<name>[^/]+)(?:\/(?<sub>[^/]+))?)?$/;
  const { group, plural, name, sub } = path.exec(pathname)?.groups ?? {};
  if (plural === undefined) return undefined;
  const reading = name !== undefined ? 'get' : searchParams.get('watch') === 'true' ? 'watch' : 'list';
  return `${VERBS[method] ?? reading} ${resourceName({ group, plural, sub })}`;
}

/** `pods/log`, `leases.coordination.k8s.io` */
export function resourceName({ group, plural, sub }: { readonly group?: string; readonly plural: string; readonly sub?: string }): string {
  return `${plural}${group ? `.${group}` : ''}${sub ? `/${sub}` : ''}`;
}

function headLines({ rawHeaders }: IncomingMessage): string {
  return rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
}
