import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.js';
import { LATE, within } from './within.js';

/** How long a connection may take to be made, and an answer to begin and (where it is read as a whole) to end. */
export const CONNECT_LIMIT_MS = 10_000;
export const ANSWER_LIMIT_MS = 30_000;

/** The system finds peers that are gone without a word: first probe after this time of silence. */
const KEEP_ALIVE_MS = 30_000;

export interface HttpRequest {
  readonly url: URL;
  /** Method, headers, agent and TLS settings. */
  readonly options: https.RequestOptions;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** Sends one request and waits for the head of its answer. Rejects with Node's error, or with `ETIMEDOUT`. */
export async function exchange(request: HttpRequest, clock: Clock): Promise<http.IncomingMessage> {
  request.signal?.throwIfAborted();
  // one signal ends all requests of a run: Node would take them for a leak
  if (request.signal) setMaxListeners(0, request.signal);
  const { send, secured } = request.url.protocol === 'https:' ? HTTPS : HTTP;
  const outgoing = send(request.url, { ...request.options, signal: request.signal });
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    // not once: a request can fail again after its answer has begun, and nobody else listens
    outgoing.on('error', reject);
  });
  const connected = new Promise<void>((resolve) => {
    outgoing.once('socket', (socket: Socket) => {
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      if (socket.connecting) socket.once(secured, resolve);
      else resolve();
    });
  });
  outgoing.end(request.body);
  if ((await within(Promise.race([connected, answered]), CONNECT_LIMIT_MS, clock)) === LATE) {
    outgoing.destroy(timeout(`no connection within ${CONNECT_LIMIT_MS / 1000} s`));
  } else if ((await within(answered, ANSWER_LIMIT_MS, clock)) === LATE) {
    outgoing.destroy(timeout(`no answer within ${ANSWER_LIMIT_MS / 1000} s`));
  }
  return answered;
}

/** The whole body of an answer as text. */
export async function readText(answer: http.IncomingMessage, clock: Clock): Promise<string> {
  const text = await within(collect(answer), ANSWER_LIMIT_MS, clock);
  if (text !== LATE) return text;
  answer.destroy();
  throw timeout(`the answer stopped for ${ANSWER_LIMIT_MS / 1000} s`);
}

const HTTP = { send: http.request, secured: 'connect' };
const HTTPS = { send: https.request, secured: 'secureConnect' };

async function collect(answer: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function timeout(message: string): Error {
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' });
}
