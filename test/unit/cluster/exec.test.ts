import { once } from 'node:events';
import type http from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ExecOptions, Session } from '../../../src/cluster/cluster.js';
import { ScriptedServer, status } from './scripted-server.js';
import { TestClock } from './test-clock.js';

const FAILED = { status: 'Failure', reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: '7' }] } };

let server: ScriptedServer;
let clock: TestClock;
let printed: string[];

beforeEach(async () => {
  server = await ScriptedServer.start();
  clock = new TestClock(5_000);
  printed = [];
});

afterEach(async () => {
  await server.stop();
});

describe('exec', () => {
  it('asks for a terminal with its input, and for the words of the command one by one', async () => {
    const { request } = await executed({ command: ['sh', '-c', 'echo a&b'], isTerminal: true });

    expect(request.url).toBe(
      '/api/v1/namespaces/ns/pods/x/exec?container=step&stdin=true&stdout=true&stderr=false&tty=true&command=sh&command=-c&command=echo%20a%26b',
    );
  });

  it('asks for both outputs, and for no input, without a terminal', async () => {
    const { request } = await executed({});

    expect(request.url).toContain('stdin=false&stdout=true&stderr=true&tty=false');
  });

  it('sends keys and the size of the terminal on their channels', async () => {
    const { session, client } = await executed({ isTerminal: true });
    const keys = once(client, 'message');

    await session.write(Buffer.from('\u0003'));
    const [typed] = await keys;
    const sizes = once(client, 'message');
    await session.resize({ columns: 66, rows: 22 });
    const [size] = await sizes;

    expect(typed).toEqual(Buffer.from('\0\u0003'));
    expect(size).toEqual(Buffer.from('\u0004{"Width":66,"Height":22}'));
  });

  it('tells both outputs apart', async () => {
    const { session, client } = await executed({});

    client.send(Buffer.from('\u0001out'));
    client.send(Buffer.from('\u0002err'));
    end(client, { status: 'Success' });

    expect(await session.ended).toBe(0);
    expect(printed).toEqual(['stdout out', 'stderr err']);
  });

  it('ends with the exit code that the server tells', async () => {
    const { session, client } = await executed({});

    end(client, FAILED);

    expect(await session.ended).toBe(7);
  });

  it('names a program that is not there', async () => {
    const { session, client } = await executed({});

    end(client, { status: 'Failure', message: 'exec: "absent": not found' });

    await expect(session.ended).rejects.toMatchObject({ code: 'exec-failed', message: expect.stringContaining('"absent": not found') });
  });

  it('does not take a connection that was cut for an end', async () => {
    const { session, client } = await executed({});

    client.terminate();

    await expect(session.ended).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController();
    const { session } = await executed({ signal: stop.signal });

    stop.abort(130);

    await expect(session.ended).rejects.toBe(130);
  });

  it('throws the refusal of the server', async () => {
    const cluster = await server.connect(clock);
    server.answers(status(403, 'Forbidden', 'pods "x" is forbidden'));

    await expect(cluster.exec('x', 'step', options({}))).rejects.toMatchObject({ status: 403 });
  });
});

function options(given: Partial<ExecOptions>): ExecOptions {
  const onOutput: ExecOptions['onOutput'] = (bytes, stream) => printed.push(`${stream} ${Buffer.from(bytes)}`);
  return { command: ['true'], isTerminal: false, onOutput, ...given };
}

interface Executed {
  readonly session: Session;
  readonly request: http.IncomingMessage;
  /** The server's end of the connection. */
  readonly client: WebSocket;
}

async function executed(given: Partial<ExecOptions>): Promise<Executed> {
  const cluster = await server.connect(clock);
  const upgraded = server.nextUpgrade();
  const executing = cluster.exec('x', 'step', options(given));
  const { request, socket } = await upgraded;
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'v4.channel.k8s.io' });
  const client = await new Promise<WebSocket>((resolve) => sockets.handleUpgrade(request, socket, Buffer.alloc(0), resolve));
  return { session: await executing, request, client };
}

function end(client: WebSocket, told: object): void {
  client.send(Buffer.from(`\u0003${JSON.stringify(told)}`));
  client.close();
}
