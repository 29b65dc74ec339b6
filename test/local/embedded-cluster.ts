import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalCluster, type LocalClusterOptions } from '../../src/local/local-cluster.js';
import { isJsonObject, type JsonObject, jsonObject } from '../../src/local/objects.js';
import type { LocalPod } from '../../src/local/pod.js';
import { createMemoryCgroup, entranceOf, removeMemoryCgroup } from '../../src/local/runtimes/memory-cgroup.js';
import { ProcessRuntime } from '../../src/local/runtimes/process.js';

export interface Answer {
  readonly code: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: JsonObject;
}

export interface WatchEvent {
  readonly type: string;
  readonly object: LocalPod;
}

/** A namespace's path on an embedded cluster, and the requests that the tests make. */
export class EmbeddedCluster {
  readonly cluster: LocalCluster;
  readonly stateRoot: string;

  private constructor(cluster: LocalCluster, stateRoot: string) {
    this.cluster = cluster;
    this.stateRoot = stateRoot;
  }

  static async start(options: Partial<LocalClusterOptions> = {}): Promise<EmbeddedCluster> {
    const stateRoot = options.stateRoot ?? mkdtempSync(join(tmpdir(), 'podline-test-'));
    const runtime = options.runtime ?? ((await canShutIn()) ? 'process' : 'process-unsafe');
    return new EmbeddedCluster(await LocalCluster.start({ ...options, runtime, stateRoot }), stateRoot);
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
    rmSync(this.stateRoot, { recursive: true, force: true });
  }

  /** @param path - below the namespace `default`, or absolute */
  async request(method: string, path: string, body?: object | string): Promise<Answer> {
    const response = await this.open(method, path, body);
    const text = await response.text();
    return { code: response.status, headers: response.headers, text, body: text.startsWith('{') ? jsonObject(JSON.parse(text)) : {} };
  }

  async open(method: string, path: string, body?: object | string): Promise<Response> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    return fetch(`${this.cluster.url}${path.startsWith('/') ? path : `/api/v1/namespaces/default/${path}`}`, {
      method,
      headers: { authorization: `Bearer ${this.cluster.token}`, 'content-type': type },
      body: typeof body === 'object' ? JSON.stringify(body) : body,
    });
  }

  /** Creates an object that has to be valid. */
  async create(plural: string, object: object): Promise<JsonObject> {
    const answer = await this.request('POST', plural, object);
    if (answer.code !== 201) throw new Error(answer.text);
    return answer.body;
  }

  /** Creates a pod with one container `step`. */
  async createPod(name: string, step: object, more: { readonly spec?: object; readonly metadata?: object } = {}): Promise<JsonObject> {
    const container = { name: 'step', image: 'alpine', ...step };
    const spec = { restartPolicy: 'Never', terminationGracePeriodSeconds: 1, containers: [container], ...more.spec };
    return this.create('pods', { metadata: { name, ...more.metadata }, spec });
  }

  /** Waits, on a watch, until a pod looks as expected; gets the pod. */
  async until(name: string, looks: (pod: LocalPod) => boolean): Promise<LocalPod> {
    for await (const { type, object } of this.watch(`pods?fieldSelector=metadata.name=${name}`)) {
      if (type !== 'DELETED' && looks(object)) return object;
    }
    throw new Error(`the watch of pod ${name} ended`);
  }

  async ended(name: string): Promise<LocalPod> {
    return this.until(name, ({ status }) => status.phase === 'Succeeded' || status.phase === 'Failed');
  }

  /** Waits until a pod is gone. */
  async gone(name: string): Promise<void> {
    for await (const { type } of this.watch(`pods?fieldSelector=metadata.name=${name}`)) if (type === 'DELETED') return;
  }

  /** Waits until the log of a pod holds a text. */
  async said(name: string, text: string): Promise<void> {
    await this.until(name, ({ status }) => status.containerStatuses?.[0]?.state?.waiting === undefined);
    const { body } = await this.open('GET', `pods/${name}/log?follow=true`);
    let seen = '';
    for await (const chunk of body ?? []) {
      seen += Buffer.from(chunk).toString();
      if (seen.includes(text)) return;
    }
    throw new Error(`pod ${name} ended after saying ${JSON.stringify(seen)}`);
  }

  async log(name: string, query = ''): Promise<string> {
    return (await this.request('GET', `pods/${name}/log${query}`)).text;
  }

  async *watch(path: string): AsyncGenerator<WatchEvent> {
    const { body } = await this.open('GET', `${path}${path.includes('?') ? '&' : '?'}watch=true`);
    let rest = '';
    for await (const chunk of body ?? []) {
      const lines = (rest + Buffer.from(chunk).toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line);
    }
  }

  /** Reasons and messages of the events about an object. */
  async events(name: string): Promise<readonly string[]> {
    const { items } = (await this.request('GET', `events?fieldSelector=involvedObject.name=${name}`)).body;
    return (Array.isArray(items) ? items : []).filter(isJsonObject).map(({ reason, message }) => `${reason}: ${message}`);
  }
}

/** Whether this machine has the namespaces that the runtime `process` needs. */
export async function canShutIn(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'podline-test-'));
  try {
    await new ProcessRuntime().check(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether this machine lets us limit the memory of a container. */
export async function canLimitMemory(): Promise<boolean> {
  const cgroup = createMemoryCgroup(32 * 1024 * 1024);
  if (cgroup === undefined) return false;
  const entered = spawnSync('/bin/sh', ['-c', 'echo 0 >"$0"', entranceOf(cgroup)]);
  await removeMemoryCgroup(cgroup);
  return entered.status === 0;
}

/** A script as the command of a container. */
export function sh(script: string): { readonly command: readonly string[] } {
  return { command: ['/bin/sh', '-c', script] };
}

/** Whether a process of this machine runs; one that only waits to be reaped does not. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/\) [ZX] /.test(stat);
  } catch {
    return false;
  }
}
