import { once } from 'node:events';
import { createServer, type IncomingMessage, request as plain, type Server, type ServerResponse } from 'node:http';
import { request as secure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';

export interface ProxyOptions {
  /** Address of the API server. */
  readonly server: string;
  /** Text of the certificates it is known by. */
  readonly ca?: string;
  /** Loses the answer to the first creation of each kind, as a connection that breaks does. @default false */
  readonly isForgetful?: boolean;
}

/** Stands between the program and an API server, and notes what is asked for. */
export class CountingProxy {
  /** `verb resource.group` of every request, in order: the words of a Role. */
  readonly requests: string[] = [];
  /** Those that the server refused. */
  readonly refused: string[] = [];
  readonly #server: Server;
  readonly #options: ProxyOptions;

  private constructor(options: ProxyOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#forward(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      this.#note(request);
      const { hostname, port } = new URL(options.server);
      const upstream = connect({ host: hostname, port: Number(port), ca: options.ca }, () => {
        upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${headLines(request)}\r\n`);
        upstream.write(head);
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
    const { server, ca } = this.#options;
    const isFirst = this.requests.filter((each) => each === access).length === 1;
    const isLost = this.#options.isForgetful && isFirst && access?.startsWith('create ');
    const send = server.startsWith('https:') ? secure : plain;
    const upstream = send(new URL(request.url ?? '', server), { ca, method: request.method, headers: request.headers }, (answer) => {
      if (answer.statusCode === 403) this.refused.push(access ?? '');
      if (isLost) {
        response.destroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
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
