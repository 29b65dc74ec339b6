import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiStatus, badRequest } from './status.js';

export function sendJson(response: ServerResponse, code: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(code, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

/** The `Status` of an error; what is no {@link ApiStatus} is a bug of ours and says so with 500. */
export function statusOf(error: unknown): ApiStatus {
  if (error instanceof ApiStatus) return error;
  return new ApiStatus(`Internal error occurred: ${String(error)}`, { code: 500, reason: 'InternalError' });
}

export function sendError(response: ServerResponse, error: unknown): void {
  const status = statusOf(error);
  for (const [name, value] of Object.entries(status.headers)) response.setHeader(name, value);
  sendJson(response, status.code, status.body());
}

/** The body as JSON; `undefined` where there is none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`the object provided is unrecognized: couldn't get version/kind; json parse error: ${String(error)}`);
  }
}

/** Lets only so many bytes of the answer's body through, then breaks the connection. */
export function cutAfter(response: ServerResponse, bytes: number): void {
  let left = bytes;
  let underWay = 0;
  let isOver = false;
  const write = response.write.bind(response);
  // what was let through is to arrive first
  const breakOff = () => {
    if (underWay === 0 && (left === 0 || isOver)) response.destroy();
  };
  const cut = (chunk: unknown): boolean => {
    const data = typeof chunk === 'string' || chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.alloc(0);
    const through = data.subarray(0, left);
    left -= through.length;
    if (through.length > 0) {
      underWay++;
      write(through, () => {
        underWay--;
        breakOff();
      });
    } else breakOff();
    return true;
  };
  response.write = cut;
  response.end = (chunk?: unknown) => {
    isOver = true;
    cut(chunk);
    return response;
  };
}
