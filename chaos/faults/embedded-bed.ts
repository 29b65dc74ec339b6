import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KubeCluster } from '../../src/cluster/kube-cluster.js';
import { LocalCluster } from '../../src/local/local-cluster.js';
import type { RunReport } from '../../src/report/events.js';
import { run } from '../../src/runner/run.js';
import { planOf } from '../plan-of.js';
import { type Dag, workflowText } from './dag.js';
import type { Fault } from './faults.js';

const NAMESPACE = 'chaos';
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64' };
const PLATFORM = `linux/${ARCHITECTURES[process.arch] ?? process.arch}`;

/** What a run came to. */
export interface Outcome {
  readonly report: RunReport;
  /** Lines of all attempts at a step. */
  readonly logs: ReadonlyMap<string, readonly string[]>;
  /** Steps of whose log something is missing, as announced. */
  readonly gaps: ReadonlySet<string>;
  readonly events: number;
  /** Number of the event that told of the pivot's pod, and of the one that told of the step's end. */
  readonly pivotEvents: readonly [number, number];
  /** Faults that had their turn. */
  readonly happened: readonly string[];
  /** How many of them waited for a request that never came. */
  readonly unmet: number;
}

/** An embedded cluster with a client of its own. */
export class EmbeddedBed {
  private constructor(
    private readonly local: LocalCluster,
    private readonly cluster: KubeCluster,
    private readonly folder: string,
  ) {}

  static async start(): Promise<EmbeddedBed> {
    const folder = await mkdtemp(path.join(tmpdir(), 'podline-chaos-'));
    const local = await LocalCluster.start({ runtime: 'process', stateRoot: path.join(folder, 'state') });
    const kubeconfig = path.join(folder, 'kubeconfig');
    await writeFile(kubeconfig, local.kubeconfig('embedded'));
    const cluster = await KubeCluster.connect({ kubeconfig, env: {}, home: folder, namespace: NAMESPACE });
    await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    return new EmbeddedBed(local, cluster, folder);
  }

  async stop(): Promise<void> {
    this.cluster.close();
    await this.local.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Runs a pipeline to its end, while things go wrong. */
  async run(dag: Dag, faults: readonly Fault[] = []): Promise<Outcome> {
    const logs = new Map<string, string[]>();
    const gaps = new Set<string>();
    const happened: string[] = [];
    const waiting = [...faults];
    let events = 0;
    let pod: string | undefined;
    let [created, finished] = [1, 1];
    let happening = Promise.resolve();
    const report = await run(planOf(workflowText(dag), { namespace: NAMESPACE, platform: PLATFORM }), this.cluster, {
      limits: { timeoutSeconds: 120, stopTimeoutSeconds: 1 },
      holder: 'chaos',
      onEvent: (event) => {
        events++;
        if (event.type === 'step-created' && event.step === dag.pivot) [pod, created] = [event.pod, events];
        if (event.type === 'step-finished' && event.result.step === dag.pivot) finished = events;
        if (event.type === 'log') logs.set(event.step, [...(logs.get(event.step) ?? []), Buffer.from(event.bytes).toString()]);
        if (event.type === 'log-gap') gaps.add(event.step);
        while ((waiting[0]?.afterEvents ?? Infinity) <= events) {
          const fault = waiting.shift();
          happened.push(fault?.kind ?? '');
          // one after the other: a server can be stopped only while it runs
          happening = happening.then(() => fault?.happen({ cluster: this.local, namespace: NAMESPACE, pod })).catch(() => undefined);
        }
      },
    });
    await happening;
    const unmet = this.local.faults.requests.clear();
    return { report, logs, gaps, events, pivotEvents: [created, finished], happened, unmet };
  }
}
