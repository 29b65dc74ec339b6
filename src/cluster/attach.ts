import type { ApiClient, ApiRequest } from './api-client.js';
import type { Attachment, RequestOptions } from './cluster.js';
import { objectPath, withQuery } from './resources.js';
import { CHANNEL, openStreams } from './web-socket.js';

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
  const connection = await openStreams(api, request);
  return {
    write: (text) => connection.send(CHANNEL.stdin, text),
    closed: connection.pingUntilClosed(api.clock),
    close: () => connection.socket.close(),
  };
}
