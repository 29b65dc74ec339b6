import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Kind } from '../../src/cluster/cluster.js';
import { KubeCluster } from '../../src/cluster/kube-cluster.js';
import type { KubeObject } from '../../src/contract/objects.js';
import { Podline, type PodlineOptions } from './podline.js';
import type { RunOutput } from './run-output.js';

/** A cluster that scenarios run on. */
export interface TestCluster {
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Lets into a new namespace who runs pipelines there, and gives the text of a kubeconfig for it. */
  enter(namespace: KubeCluster): Promise<string>;
  /** Waits until a new namespace takes pods. */
  untilReady(namespace: string): Promise<void>;
  /** `Kind/name` of what runs left outside of the namespace they ran in. */
  outside(namespace: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Texts of files by their path. */
export type Files = Readonly<Record<string, string>>;

interface Invocation extends Partial<PodlineOptions> {
  readonly files?: Files;
}

const KINDS: readonly Kind[] = ['Pod', 'PersistentVolumeClaim', 'Service', 'Secret', 'ConfigMap', 'Lease'];

/** What one scenario runs on: a cluster, a namespace and a folder of its own. */
export class Bed {
  readonly #given = new Set(['ConfigMap/kube-root-ca.crt']);
  readonly #children: Podline[] = [];
  #flags: readonly string[] = [];
  #isAdministrator = false;

  private constructor(
    private readonly testCluster: TestCluster,
    /** Path of the kubeconfig of who runs pipelines. */
    private readonly own: string,
    /** The namespace, with the rights of an administrator. */
    readonly cluster: KubeCluster,
    /** Where the program runs. */
    readonly folder: string,
  ) {}

  static async make(testCluster: TestCluster): Promise<Bed> {
    const { kubeconfig } = testCluster;
    const folder = await mkdtemp(join(tmpdir(), 'podline-scenario-'));
    const namespace = `scenario-${randomBytes(4).toString('hex')}`;
    const cluster = await KubeCluster.connect({ kubeconfig, namespace, env: {}, home: folder });
    await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    // beside the folder, which may be a project of its own
    const own = `${folder}.kubeconfig`;
    await writeFile(own, await testCluster.enter(cluster));
    await testCluster.untilReady(namespace);
    return new Bed(testCluster, own, cluster, folder);
  }

  /** Works in a new namespace, which is removed at the end. */
  static async use<T>(testCluster: TestCluster, work: (bed: Bed) => Promise<T>): Promise<T> {
    const bed = await Bed.make(testCluster);
    try {
      return await work(bed);
    } finally {
      await bed.remove();
    }
  }

  /** Path of the kubeconfig that the program is run with. */
  get kubeconfig(): string {
    return this.#isAdministrator ? this.admin : this.own;
  }

  /** Path of an administrator's kubeconfig. */
  get admin(): string {
    return this.testCluster.kubeconfig;
  }

  get namespace(): string {
    return this.cluster.namespace;
  }

  /** Runs a workflow file of this text to its end, as a pipeline named `workflow`. */
  async run(workflow: string, ...flags: readonly string[]): Promise<RunOutput> {
    return (await this.start(workflow, '--output', 'json', ...flags)).end();
  }

  /** Starts a run of a workflow file of this text. */
  async start(workflow: string, ...flags: readonly string[]): Promise<Podline> {
    return this.podline(['run', 'workflow.yaml', ...flags], { files: { 'workflow.yaml': workflow } });
  }

  /** From now on every run has these flags. */
  withFlags(...flags: readonly string[]): this {
    this.#flags = flags;
    return this;
  }

  /** From now on the program is run by an administrator. */
  asAdministrator(): this {
    this.#isAdministrator = true;
    return this;
  }

  /** Starts the program, with this cluster and namespace. */
  async podline(args: readonly string[], options: Invocation = {}): Promise<Podline> {
    const flags = args[0] === 'run' ? this.#flags : [];
    return this.bare([...args, ...flags, '--kubeconfig', this.kubeconfig, '--namespace', this.namespace], options);
  }

  /** Starts the program with these arguments and no others. */
  async bare(args: readonly string[], { files = {}, ...options }: Invocation = {}): Promise<Podline> {
    for (const [name, text] of Object.entries(files)) await this.write(name, text);
    const child = new Podline(args, { cwd: this.folder, ...options });
    this.#children.push(child);
    return child;
  }

  /** @returns the path of the file */
  async write(name: string, text: string): Promise<string> {
    const file = join(this.folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  }

  /** What all programs printed that were started. */
  get printed(): string {
    return this.#children.map(({ printed }) => printed).join('\n');
  }

  /** Puts an object there that the scenario needs. */
  async give(object: KubeObject): Promise<void> {
    const { kind, metadata } = await this.cluster.create(object);
    this.#given.add(`${kind}/${metadata.name}`);
  }

  /** `Kind/name` of all that is in the namespace beside what was given. */
  async left(): Promise<readonly string[]> {
    const lists = await Promise.all(KINDS.map((kind) => this.cluster.list(kind)));
    const names = lists
      .flat()
      .filter((object) => !isTokenOfAccount(object))
      .map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    return names.filter((name) => !this.#given.has(name));
  }

  /** The same outside of the namespace: volumes, which the cluster removes when it comes to it. */
  async leftOutside(): Promise<readonly string[]> {
    return this.testCluster.outside(this.namespace);
  }

  async remove(): Promise<void> {
    for (const child of this.#children) child.kill();
    await this.cluster.delete('Namespace', this.namespace);
    this.cluster.close();
    for (const path of [this.folder, this.own]) await rm(path, { recursive: true, force: true });
  }
}

/** Before 1.24 a service account has a Secret of its own. */
function isTokenOfAccount({ kind, metadata }: KubeObject): boolean {
  return kind === 'Secret' && metadata.annotations?.['kubernetes.io/service-account.name'] !== undefined;
}
