import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { Credentials } from '../src/cluster/credentials.js';
import { loadKubeConfig } from '../src/cluster/kubeconfig.js';
import type { Bed } from '../test/scenarios/bed.js';

/** Follows the log of a pod, with time stamps, and does nothing with it. */
export async function readRawLog({ kubeconfig, namespace }: Bed, pod: string, onChunk: (chunk: Buffer) => void): Promise<void> {
  const credentials = await Credentials.read(() => loadKubeConfig({ kubeconfig, env: {}, home: '/' }));
  const { server } = credentials;
  const path = `${server.pathname.replace(/\/$/, '')}/api/v1/namespaces/${namespace}/pods/${pod}/log?follow=true&timestamps=true`;
  const { get } = server.protocol === 'https:' ? https : http;
  const request = get(new URL(path, server), await credentials.requestOptions());
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`the log of ${pod}: HTTP ${answer.statusCode}`);
  answer.on('data', onChunk);
  await once(answer, 'end');
  credentials.close();
}
