import { ClusterError } from '../errors.js';
import type { ApiClient, ApiRequest } from './api-client.js';
import type { ExecOptions, Session } from './cluster.js';
import { isRecord, parseJson } from './json.js';
import { objectPath, withQuery } from './resources.js';
import { CHANNEL, openStreams } from './web-socket.js';

export interface ExecTarget extends ExecOptions {
  readonly pod: string;
  readonly container: string;
  readonly namespace: string;
}

/** Starts one more process in a running container. */
export async function exec(api: ApiClient, target: ExecTarget): Promise<Session> {
  const { pod, container, namespace, command, isTerminal, onOutput, signal } = target;
  const streams = { container, stdin: isTerminal, stdout: true, stderr: !isTerminal, tty: isTerminal };
  const words = command.map((word) => `&command=${encodeURIComponent(word)}`).join('');
  const path = `${withQuery(`${objectPath('Pod', namespace, pod)}/exec`, streams)}${words}`;
  const request: ApiRequest = { method: 'GET', path, action: 'run a command in', object: `Pod/${pod}`, signal };
  const connection = await openStreams(api, request);
  const { socket } = connection;
  let told: unknown;
  socket.on('message', (data) => {
    if (!Buffer.isBuffer(data)) return;
    const [channel, bytes] = [data[0], data.subarray(1)];
    if (channel === CHANNEL.status) told = parseJson(bytes.toString());
    else if (bytes.length > 0) onOutput(bytes, channel === CHANNEL.stderr ? 'stderr' : 'stdout');
  });
  const close = () => socket.close();
  signal?.addEventListener('abort', close);
  const end = async (): Promise<number> => {
    await connection.pingUntilClosed(api.clock);
    signal?.removeEventListener('abort', close);
    signal?.throwIfAborted();
    return exitCodeOf(told, pod);
  };
  const ended = end();
  // its error is that of whoever waits for it, which may be nobody
  ended.catch(() => undefined);
  return {
    write: (bytes) => connection.send(CHANNEL.stdin, bytes),
    resize: ({ columns, rows }) => connection.send(CHANNEL.size, JSON.stringify({ Width: columns, Height: rows })),
    ended,
  };
}

/** What the process ended with, by the last message of the server. */
function exitCodeOf(status: unknown, pod: string): number {
  if (!isRecord(status))
    throw new ClusterError(`the connection to the process in Pod/${pod} was cut`, {
      code: 'unreachable',
      hint: 'try it again',
      object: `Pod/${pod}`,
    });
  if (status.status === 'Success') return 0;
  const causes = isRecord(status.details) && Array.isArray(status.details.causes) ? status.details.causes.filter(isRecord) : [];
  const code = Number(causes.find(({ reason }) => reason === 'ExitCode')?.message ?? Number.NaN);
  if (Number.isInteger(code)) return code;
  throw new ClusterError(`cannot run the command in Pod/${pod}: ${String(status.message ?? 'no explanation')}`, {
    code: 'exec-failed',
    hint: 'check that the image has the program',
    object: `Pod/${pod}`,
  });
}
