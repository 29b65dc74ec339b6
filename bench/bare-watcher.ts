/**
 * tsx bench/bare-watcher.ts SERVER NAMESPACE [TOKEN]: does nothing but watch the pods of a namespace, and send one request
 * as soon as `first-N` has ended, which speaks of `second-N`: the fastest that anybody can react on this machine.
 */
import http from 'node:http';
import { LineCutter } from '../src/cluster/line-cutter.js';
import type { Pod } from '../src/contract/objects.js';
import { isIdle } from '../src/runner/pod-facts.js';

const [server = '', namespace = '', token] = process.argv.slice(2);
const headers = { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) };
const agent = new http.Agent({ keepAlive: true });
const answered = new Set<string>();
const cutter = new LineCutter();

const watch = http.get(`${server}/api/v1/namespaces/${namespace}/pods?watch=true`, { headers }, (answer) => {
  console.log('watching');
  answer.on('data', (chunk: Uint8Array) => {
    for (const line of cutter.push(chunk)) {
      const { object }: { readonly object: Pod } = JSON.parse(Buffer.from(line).toString());
      const [, number] = /first-(\d+)/.exec(object.metadata.name) ?? [];
      if (number === undefined || answered.has(number) || !isIdle(object)) continue;
      answered.add(number);
      // refused, as there is no such object: only that it was asked counts
      const path = `${server}/api/v1/namespaces/${namespace}/configmaps/second-${number}`;
      const body = JSON.stringify({ metadata: { labels: { speaksOf: `second-${number}` } } });
      const request = http.request(path, {
        method: 'PATCH',
        agent,
        headers: { ...headers, 'Content-Type': 'application/merge-patch+json', 'Content-Length': Buffer.byteLength(body) },
      });
      request.on('response', (response) => response.resume());
      // what counts is that it was sent
      request.on('error', () => undefined);
      request.end(body);
    }
  });
});
// the server goes first
watch.on('error', () => undefined);
