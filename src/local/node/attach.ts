import { WebSocketServer } from 'ws';
import type { Upgrade } from '../api/api-server.js';
import { ApiStatus } from '../api/status.js';
import type { Container } from './container.js';

const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** Channels of these sub-protocols: the first byte of each message. */
const STDIN = 0;
const ERROR = 3;
/** v5 only: the client has no more for the channel named by the next byte. */
const CLOSE = 255;
const SUCCESS = Buffer.from(JSON.stringify({ metadata: {}, status: 'Success' }));

const server = new WebSocketServer({ noServer: true, handleProtocols: (offered) => chosenOf([...offered]) ?? false });

/** Hands what the client sends on to the container's standard input, until either side ends. */
export function attachStdin(container: Container, { request, socket, head }: Upgrade): void {
  const stdin = container.running?.stdin;
  const leave = () => {
    if (container.spec.stdinOnce) stdin?.end();
  };
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  if (chosenOf(offered) === undefined) throw new ApiStatus('unable to upgrade', { code: 403, reason: 'Forbidden' });
  server.handleUpgrade(request, socket, head, (client) => {
    client.on('message', (data) => {
      if (!Buffer.isBuffer(data)) return;
      if (data[0] === STDIN && data.length > 1) {
        if (stdin?.write(data.subarray(1)) !== false) return;
        // who sends more than is read has to wait
        client.pause();
      }
      if (data[0] === CLOSE && data[1] === STDIN) leave();
    });
    stdin?.on('drain', () => client.resume());
    stdin?.once('close', () => client.resume());
    client.on('close', leave);
    client.on('error', () => client.terminate());
    client.send(Buffer.from([ERROR]), () => {});
    container.ended.addEventListener('abort', () => client.send(Buffer.from([ERROR, ...SUCCESS]), () => client.close()));
  });
}

function chosenOf(offered: readonly string[]): string | undefined {
  return PROTOCOLS.find((protocol) => offered.includes(protocol));
}
