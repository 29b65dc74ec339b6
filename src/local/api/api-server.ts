import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../clock.js';
import { UsageError } from '../../errors.js';
import type { LocalObject } from '../objects.js';
import { connectionPair } from './connection-pair.js';
import type { Deletion } from './deletion.js';
import { discoveryDocument } from './discovery.js';
import { evict } from './eviction.js';
import { cutAfter, readJson, sendError, sendJson, statusOf } from './http.js';
import { answerOf, type RequestFault, type RequestFaults, type Verb } from './request-faults.js';
import { parsePath, type Target } from './routes.js';
import { badRequest, methodNotAllowed, noSuchResource, unauthorized, unsupportedMediaType } from './status.js';
import type { Store } from './store.js';
import type { Verbs } from './verbs.js';
import { openWatch } from './watch.js';

/** What the API server asks of the node that runs a pod. */
export interface NodeApi {
  /** Sends the log of a container; `query` as in the API. */
  sendLog(pod: LocalObject, query: URLSearchParams, response: ServerResponse): Promise<void>;
  /** Connects standard streams of a container with the client's WebSocket. */
  attach(pod: LocalObject, query: URLSearchParams, upgrade: Upgrade): void;
}

/** A connection that its client wants to turn into a WebSocket. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What has come after the request already. */
  readonly head: Buffer;
}

export interface ApiServerOptions {
  readonly token: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly verbs: Verbs;
  readonly deletion: Deletion;
  readonly node: NodeApi;
  readonly faults: RequestFaults;
}

interface ApiRequest {
  readonly verb: Verb;
  readonly target: Target;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The API server's HTTP side: connections, credentials, routes, faults, errors. */
export class ApiServer {
  private readonly watching = new Set<ServerResponse>();
  private readonly sockets = new Set<Duplex>();
  private server: Server | undefined;
  private port = 0;

  constructor(private readonly options: ApiServerOptions) {}

  /** Address; the same after each start. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.serve(request, response));
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    server.on('upgrade', (request, socket, head) => {
      void this.upgrade({ request, socket, head });
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new UsageError('the API server got no port', { code: 'no-port' });
    this.port = address.port;
    this.server = server;
  }

  /** Cuts every connection; without effect when stopped already. */
  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /** A connection from within this process, without the network. */
  connect(): Duplex {
    const [client, socket] = connectionPair();
    if (this.server?.emit('connection', socket) !== true) client.destroy();
    return client;
  }

  dropWatches(): void {
    for (const response of this.watching) response.destroy();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Date', new Date(this.options.clock.now()).toUTCString());
    try {
      const { path, query } = this.authenticate(request);
      const document = request.method === 'GET' ? discoveryDocument(path) : undefined;
      if (document !== undefined) return sendJson(response, 200, document);
      const target = targetOf(path);
      const verb = verbOf(request.method, target, query);
      await this.answer({ verb, target, query, request, response });
    } catch (error) {
      if (response.headersSent) response.destroy();
      else sendError(response, error);
    }
  }

  private async answer({ verb, target, query, request, response }: ApiRequest): Promise<void> {
    const { verbs, node } = this.options;
    const body = await readJson(request);
    const fault = await this.meetFault(verb, target);
    if (fault?.cutAfter !== undefined) cutAfter(response, fault.cutAfter);
    switch (target.subresource ?? verb) {
      case 'log':
        return node.sendLog(verbs.get(target), query, response);
      case 'eviction':
        return sendJson(response, 201, evict(this.options, verbs.get(target), body));
      case 'attach':
        throw badRequest('Upgrade request required');
      case 'get':
        return sendJson(response, 200, verbs.get(target));
      case 'list':
        return sendJson(response, 200, verbs.list(target, query));
      case 'watch':
        return this.watch(target, query, response);
      case 'create':
        return sendJson(response, 201, verbs.create(target, query, body));
      case 'patch':
        assertPatchType(request.headers['content-type']);
        return sendJson(response, 200, verbs.patch(target, query, body));
      case 'delete':
        return sendJson(response, 200, verbs.delete(target, query, body));
      case 'deletecollection':
        return sendJson(response, 200, verbs.deleteCollection(target, query, body));
    }
  }

  private watch({ plural, namespace }: Target, query: URLSearchParams, response: ServerResponse): void {
    // a client that is gone already closes it no more
    if (response.destroyed) return;
    const { store, verbs, clock } = this.options;
    const closed = new AbortController();
    const options = {
      plural,
      namespace,
      selector: verbs.selector(plural, query),
      resourceVersion: query.get('resourceVersion') ?? '',
      bookmarks: query.get('allowWatchBookmarks') === 'true' || query.get('allowWatchBookmarks') === '1',
    };
    const seconds = Number(query.get('timeoutSeconds') ?? 1800);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.flushHeaders();
    const end = () => {
      closed.abort();
      response.end();
    };
    openWatch(store, options, { write: (line) => response.write(line), end, clock, closed: closed.signal });
    void clock.sleep(seconds * 1000, closed.signal).then(end);
    this.watching.add(response);
    response.on('close', () => {
      this.watching.delete(response);
      closed.abort();
    });
  }

  private async upgrade(upgrade: Upgrade): Promise<void> {
    const { request, socket } = upgrade;
    socket.on('error', () => socket.destroy());
    try {
      const { path, query } = this.authenticate(request);
      const target = targetOf(path);
      if (target.subresource !== 'attach') throw methodNotAllowed();
      await this.meetFault('get', target);
      this.options.node.attach(this.options.verbs.get(target), query, upgrade);
    } catch (error) {
      const status = statusOf(error);
      const body = JSON.stringify(status.body());
      const head = [`HTTP/1.1 ${status.code} Refused`, 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`];
      socket.end([...head, 'Connection: close', '', body].join('\r\n'));
    }
  }

  /** The token comes in the header or, for clients that send none without TLS (kubectl), before the path. */
  private authenticate({ url = '/', headers }: IncomingMessage): { readonly path: string; readonly query: URLSearchParams } {
    const { token } = this.options;
    const { pathname, searchParams: query } = new URL(url, 'http://localhost');
    if (pathname.startsWith(`/${token}/`)) return { path: pathname.slice(token.length + 1), query };
    if (headers.authorization !== `Bearer ${token}`) throw unauthorized();
    return { path: pathname, query };
  }

  private async meetFault(verb: Verb, { plural, subresource }: Target): Promise<RequestFault | undefined> {
    const fault = this.options.faults.take(verb, subresource === undefined ? plural : `pods/${subresource}`);
    if (fault?.delay !== undefined) await this.options.clock.sleep(fault.delay);
    const answer = fault && answerOf(fault);
    if (answer !== undefined) throw answer;
    return fault;
  }
}

function targetOf(path: string): Target {
  const target = parsePath(path);
  if (target === undefined) throw noSuchResource();
  return target;
}

function verbOf(method: string | undefined, { name, subresource }: Target, query: URLSearchParams): Verb {
  const watching = query.get('watch') === 'true' || query.get('watch') === '1';
  if (method === 'GET') return name !== undefined ? 'get' : watching ? 'watch' : 'list';
  if (method === 'POST' && (name === undefined) === (subresource === undefined)) return 'create';
  if (method === 'PATCH' && name !== undefined && subresource === undefined) return 'patch';
  if (method === 'DELETE' && subresource === undefined) return name === undefined ? 'deletecollection' : 'delete';
  throw methodNotAllowed();
}

function assertPatchType(type = ''): void {
  if (!/^application\/(strategic-)?merge-patch\+json/.test(type)) throw unsupportedMediaType();
}
