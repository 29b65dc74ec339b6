import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type http from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attachment } from '../../../src/cluster/cluster.js';
import { ScriptedServer, status } from './scripted-server.js';
import { TestClock } from './test-clock.js';

const PING_MS = 20_000;
let server: ScriptedServer;
let clock: TestClock;

beforeEach(async () => {
  server = await ScriptedServer.start();
  clock = new TestClock(5_000);
});

afterEach(async () => {
  await server.stop();
});

describe('attach', () => {
  it('asks for the standard input alone, in both protocols', async () => {
    const { request } = await attached();

    expect(request.url).toBe('/api/v1/namespaces/ns/pods/x/attach?container=step&stdin=true&stdout=false&stderr=false&tty=false');
    expect(request.headers['sec-websocket-protocol']).toBe('v5.channel.k8s.io,v4.channel.k8s.io');
    expect(request.headers.authorization).toBe('Bearer first-token');
  });

  it('writes to the channel of the standard input', async () => {
    const { attachment, socket } = await attached();

    const received = once(socket, 'data');
    await attachment.write('go\n');

    expect(unmask((await received)[0])).toEqual(Buffer.from('\0go\n'));
  });

  it('tells that the server has closed the connection', async () => {
    const { attachment, socket } = await attached();

    socket.destroy();

    expect(await attachment.closed).toBeUndefined();
    await expect(attachment.write('late')).rejects.toThrow();
  });

  it('tells that it has closed the connection itself', async () => {
    const { attachment, socket } = await attached();
    socket.on('data', () => socket.end());

    attachment.close();

    expect(await attachment.closed).toBeUndefined();
  });

  it('closes a connection that answers no ping', async () => {
    const { attachment } = await attached();

    await clock.elapse(PING_MS);
    await clock.elapse(PING_MS);

    expect(await attachment.closed).toBeUndefined();
  });

  it('throws the refusal of the server', async () => {
    const cluster = await server.connect(clock);
    server.answers(status(403, 'Forbidden', 'pods "x" is forbidden'));

    await expect(cluster.attach('x', 'step')).rejects.toMatchObject({
      status: 403,
      message: 'cannot attach to Pod/x: pods "x" is forbidden (HTTP 403)',
    });
  });

  it('reads the kubeconfig again when its credentials are not accepted', async () => {
    const cluster = await server.connect(clock);
    server.answers(status(401, 'Unauthorized', 'Unauthorized'), status(403, 'Forbidden', 'no'));
    await server.writeKubeConfig('second-token');

    await expect(cluster.attach('x', 'step')).rejects.toMatchObject({ status: 403 });
    expect(server.requests.map(({ token }) => token)).toEqual(['Bearer first-token', 'Bearer second-token']);
  });

  it('ends with the reason of its signal', async () => {
    const cluster = await server.connect(clock);
    const stop = new AbortController();
    server.answers(() => stop.abort(new Error('stopped')));

    await expect(cluster.attach('x', 'step', { signal: stop.signal })).rejects.toThrow('stopped');
  });
});

interface Attached {
  readonly attachment: Attachment;
  readonly request: http.IncomingMessage;
  /** The server's end of the connection. */
  readonly socket: Socket;
}

/** Attaches to a server that accepts the connection and then says nothing. */
async function attached(): Promise<Attached> {
  const cluster = await server.connect(clock);
  const upgraded = server.nextUpgrade();
  const attaching = cluster.attach('x', 'step');
  const { request, socket } = await upgraded;
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n`,
  );
  return { attachment: await attaching, request, socket };
}

/** The payload of a short frame of a client. */
function unmask(frame: Buffer): Buffer {
  const mask = frame.subarray(2, 6);
  return Buffer.from(frame.subarray(6).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
}
