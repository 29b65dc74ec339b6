import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { Clock } from '../clock.js';
import type { ApiClient, ApiRequest } from './api-client.js';
import { refusedError } from './api-errors.js';
import type { Attachment, RequestOptions } from './cluster.js';
import type { AuthorizedOptions } from './credentials.js';
import { ANSWER_LIMIT_MS, readText } from './http.js';
import { objectPath, withQuery } from './resources.js';

/** v5 (Kubernetes 1.30) can also close single streams, which we never do. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const STDIN_CHANNEL = 0;
/** Keeps proxies from closing a silent connection, and finds one that is dead. */
const PING_MS = 20_000;

export interface AttachTarget extends RequestOptions {
  readonly pod: string;
  readonly container: string;
  readonly namespace: string;
}

/** Opens the standard input of a running container. */
export async function attach(api: ApiClient, { pod, container, namespace, signal }: AttachTarget): Promise<Attachment> {
  const path = withQuery(`${objectPath('Pod', namespace, pod)}/attach`, {
    container,
    stdin: true,
    stdout: false,
    stderr: false,
    tty: false,
  });
  const request: ApiRequest = { method: 'GET', path, action: 'attach to', object: `Pod/${pod}`, signal };
  const socket = await api.retry(() => api.authorized((options) => connect(api, request, options)), signal);
  return {
    write: (text) => send(socket, text),
    closed: pingUntilClosed(socket, api.clock),
    close: () => socket.close(),
  };
}

async function connect(api: ApiClient, request: ApiRequest, options: AuthorizedOptions): Promise<WebSocket> {
  const { signal } = request;
  signal?.throwIfAborted();
  const url = api.url(request.path);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, PROTOCOLS, { ...options, handshakeTimeout: ANSWER_LIMIT_MS });
  const abort = () => socket.terminate();
  signal?.addEventListener('abort', abort);
  try {
    const refusal = await handshake(socket);
    if (refusal === undefined) return socket;
    throw refusedError({ status: refusal.statusCode ?? 0, body: await readText(refusal, api.clock) }, request);
  } catch (error) {
    socket.terminate();
    throw api.failure(error, request);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** Undefined once the connection is open, else the answer that refuses it. */
async function handshake(socket: WebSocket): Promise<IncomingMessage | undefined> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(undefined));
    socket.once('unexpected-response', (_request, answer) => resolve(answer));
    // not once: an open connection fails by this event as well, before it closes
    socket.on('error', reject);
  });
}

async function send(socket: WebSocket, text: string): Promise<void> {
  const frame = Buffer.concat([Buffer.of(STDIN_CHANNEL), Buffer.from(text)]);
  await new Promise<void>((resolve, reject) => {
    socket.send(frame, (error) => (error ? reject(error) : resolve()));
  });
}

async function pingUntilClosed(socket: WebSocket, clock: Clock): Promise<void> {
  const closed = new AbortController();
  socket.once('close', () => closed.abort());
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  for (;;) {
    await clock.sleep(PING_MS, closed.signal);
    if (closed.signal.aborted) return;
    if (answered) socket.ping();
    else socket.terminate();
    answered = false;
  }
}
