import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../../src/clock.js';
import { KubeCluster } from '../../../src/cluster/kube-cluster.js';

/** Answers one request; `url` has path and query. */
export type Answer = (response: http.ServerResponse, request: Received) => void;

export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly token?: string;
  readonly body: string;
}

/** An API server of which a test writes each answer, to play the ones that real servers give on bad days. */
export class ScriptedServer {
  readonly requests: Received[] = [];
  private readonly script: Answer[] = [];
  private readonly upgraded: Socket[] = [];

  private constructor(
    private readonly server: http.Server,
    private readonly folder: string,
  ) {}

  static async start(): Promise<ScriptedServer> {
    const server = http.createServer();
    const scripted = new ScriptedServer(server, await mkdtemp(path.join(tmpdir(), 'podline-cluster-')));
    server.on('request', (request, response) => void scripted.answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await scripted.writeKubeConfig('first-token');
    return scripted;
  }

  /** The answers to the next requests, one each. */
  answers(...answers: readonly Answer[]): void {
    this.script.push(...answers);
  }

  get kubeconfig(): string {
    return path.join(this.folder, 'config');
  }

  get address(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async writeKubeConfig(token: string): Promise<void> {
    const config = {
      'current-context': 'scripted',
      clusters: [{ name: 'scripted', cluster: { server: this.address } }],
      users: [{ name: 'scripted', user: { token } }],
      contexts: [{ name: 'scripted', context: { cluster: 'scripted', user: 'scripted' } }],
    };
    await writeFile(this.kubeconfig, JSON.stringify(config));
  }

  async connect(clock: Clock): Promise<KubeCluster> {
    return KubeCluster.connect({ kubeconfig: this.kubeconfig, namespace: 'ns', env: {}, home: '/', clock });
  }

  /** The next request to change the protocol; while nobody waits for one, it is answered from the script. */
  async nextUpgrade(): Promise<{ readonly request: http.IncomingMessage; readonly socket: Socket }> {
    const [request, socket] = await once(this.server, 'upgrade');
    this.upgraded.push(socket);
    return { request, socket };
  }

  /** Nothing listens at the address any more. */
  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    for (const socket of this.upgraded) socket.destroy();
    await closed;
  }

  async stop(): Promise<void> {
    if (this.server.listening) await this.close();
    await rm(this.folder, { recursive: true });
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const received = {
      method: request.method ?? '',
      url: new URL(request.url ?? '', 'http://scripted'),
      token: request.headers.authorization,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    this.requests.push(received);
    const answer = this.script.shift() ?? status(501, 'NotScripted', `not in the script: ${received.method} ${received.url.href}`);
    answer(response, received);
  }
}

export function json(value: unknown): Answer {
  return (response) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(value));
}

export function status(code: number, reason: string, message: string): Answer {
  return (response) => response.writeHead(code).end(JSON.stringify({ kind: 'Status', code, reason, message, details: {} }));
}

/** Sends the text and leaves the answer open. */
export function open(text = ''): Answer {
  return (response) => {
    response.flushHeaders();
    response.write(text);
  };
}

/** Sends the text and ends the answer as it should. */
export function whole(text: string): Answer {
  return (response) => response.end(text);
}

/** Sends the text and cuts the connection. */
export function cut(text = ''): Answer {
  return (response) => {
    response.flushHeaders();
    if (text === '') response.destroy();
    else response.write(text, () => response.destroy());
  };
}
