import { arch, cpus, hostname, platform, release, totalmem } from 'node:os';
import { parseQuantity } from '../api/quantity.js';
import { jsonObject, type LocalObject } from '../objects.js';
import type { NodeOffer, Taint } from './fit.js';

/** What the one node says of itself, where it shall not be the machine's own. */
export interface NodeOptions {
  /** @default 'local' */
  readonly name?: string;
  /** Added to the labels of architecture, operating system and host name. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  /** Kubernetes quantity, such as `2`. @default - the machine's */
  readonly cpu?: string;
  /** Kubernetes quantity, such as `4Gi`. @default - the machine's */
  readonly memory?: string;
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm: 'arm', arm64: 'arm64', ia32: '386' };

/** The Node object of this machine. */
export function nodeObject(options: NodeOptions = {}): LocalObject {
  const name = options.name ?? 'local';
  const architecture = ARCHITECTURES[arch()] ?? arch();
  const labels = {
    'kubernetes.io/arch': architecture,
    'kubernetes.io/os': platform(),
    'kubernetes.io/hostname': name,
    ...options.labels,
  };
  const allocatable = {
    cpu: options.cpu ?? String(cpus().length),
    memory: options.memory ?? `${Math.floor(totalmem() / 1024)}Ki`,
    pods: '110',
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    spec: options.taints === undefined ? {} : { taints: options.taints },
    status: {
      allocatable,
      capacity: allocatable,
      addresses: [
        { type: 'InternalIP', address: '127.0.0.1' },
        { type: 'Hostname', address: hostname() },
      ],
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }],
      nodeInfo: { architecture, operatingSystem: platform(), kernelVersion: release(), containerRuntimeVersion: 'podline://process' },
    },
  };
}

/** The node as the scheduler sees it. */
export function offerOf(node: LocalObject): NodeOffer {
  const { taints } = jsonObject(node.spec) as { readonly taints?: readonly Taint[] };
  const allocatable = Object.entries(jsonObject(jsonObject(node.status).allocatable));
  return {
    name: node.metadata.name,
    labels: node.metadata.labels ?? {},
    taints: taints ?? [],
    allocatable: Object.fromEntries(allocatable.map(([name, text]) => [name, parseQuantity(String(text)) ?? 0])),
  };
}
