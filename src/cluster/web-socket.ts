import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { Clock } from '../clock.js';
import type { ApiClient, ApiRequest } from './api-client.js';
import { refusedError } from './api-errors.js';
import type { AuthorizedOptions } from './credentials.js';
import { ANSWER_LIMIT_MS, readText } from './http.js';

/** v5 (Kubernetes 1.30) can also close single streams, which we never do. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
/** The first byte of each message. */
export const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, status: 3, size: 4 } as const;
/** Keeps proxies from closing a silent connection, and finds one that is dead. */
const PING_MS = 20_000;

/** Opens a connection that carries the streams of a process. */
export async function openStreams(api: ApiClient, request: ApiRequest): Promise<Connection> {
  return new Connection(await api.retry(() => api.authorized((options) => connect(api, request, options)), request.signal));
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

/** An open connection, and whether the other side is there. */
export class Connection {
  private answered = true;

  constructor(readonly socket: WebSocket) {
    socket.on('pong', () => this.note());
  }

  async send(channel: number, text: string | Uint8Array): Promise<void> {
    const frame = Buffer.concat([Buffer.of(channel), typeof text === 'string' ? Buffer.from(text) : text]);
    await new Promise<void>((resolve, reject) => {
      this.socket.send(frame, (error) => (error ? reject(error) : resolve()));
    });
    // a slow reader takes what was sent before it answers
    this.note();
  }

  async pingUntilClosed(clock: Clock): Promise<void> {
    const { socket } = this;
    const closed = new AbortController();
    socket.once('close', () => closed.abort());
    for (;;) {
      await clock.sleep(PING_MS, closed.signal);
      if (closed.signal.aborted) return;
      if (this.answered) socket.ping();
      else socket.terminate();
      this.answered = false;
    }
  }

  private note(): void {
    this.answered = true;
  }
}
