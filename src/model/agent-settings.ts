import { load, YAMLException } from 'js-yaml';
import type { HostAccess } from './host-access.js';
import type { Toleration } from './pipeline.js';
import { isQuantity } from './quantity.js';

/** Settings of an agent: what holds for every pipeline that it runs. */
export interface AgentSettings {
  /** Namespace of a run's objects. */
  readonly namespace: string;
  /** Size of the pipeline volume, as a Kubernetes quantity. */
  readonly volumeSize: string;
  /** Storage class of the pipeline volume; absent: the cluster's default. */
  readonly storageClass?: string;
  /** True: ReadWriteMany, false: ReadWriteOnce. */
  readonly storageRwx: boolean;
  /** Labels of every pod. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Annotations of every pod. */
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly podNodeSelector: Readonly<Record<string, string>>;
  readonly podTolerations: readonly Toleration[];
  /** A Kubernetes `Affinity` object for pods whose step names none. */
  readonly podAffinity?: Readonly<Record<string, unknown>>;
  /** True: containers must not run as root. */
  readonly secctxNonroot: boolean;
  /** Names of existing pull secrets. */
  readonly pullSecretNames: readonly string[];
  readonly priorityClass?: string;
  readonly clusterDomain: string;
  /** Seconds from SIGTERM to SIGKILL of a step. */
  readonly stopTimeoutSeconds: number;
  /** Access to the node that escape hatches may give a pod. */
  readonly allow: readonly HostAccess[];
}

export const DEFAULT_AGENT_SETTINGS: AgentSettings = {
  namespace: 'woodpecker',
  volumeSize: '10G',
  storageRwx: true,
  podLabels: {},
  podAnnotations: {},
  podNodeSelector: {},
  podTolerations: [],
  secctxNonroot: false,
  pullSecretNames: [],
  clusterDomain: 'cluster.local',
  stopTimeoutSeconds: 20,
  allow: [],
};

/** Settings as read, and a sentence for each that is wrong (which then has its default). */
export interface AgentSettingsResult {
  readonly settings: AgentSettings;
  readonly problems: readonly string[];
}

const PREFIX = 'WOODPECKER_BACKEND_K8S_';

/** Reads the `WOODPECKER_BACKEND_K8S_*` variables; an empty one counts as not set. */
export function readAgentSettings(environment: Readonly<Record<string, string | undefined>>): AgentSettingsResult {
  const problems: string[] = [];
  const read = <T>(suffix: string, parse: (text: string) => T): T | undefined => {
    const text = environment[PREFIX + suffix];
    if (text === undefined || text === '') return undefined;
    try {
      return parse(text);
    } catch (error) {
      problems.push(`${PREFIX}${suffix}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const found = {
    namespace: read('NAMESPACE', String),
    volumeSize: read('VOLUME_SIZE', quantity),
    storageClass: read('STORAGE_CLASS', String),
    storageRwx: read('STORAGE_RWX', boolean),
    podLabels: read('POD_LABELS', stringMap),
    podAnnotations: read('POD_ANNOTATIONS', stringMap),
    podNodeSelector: read('POD_NODE_SELECTOR', stringMap),
    podTolerations: read('POD_TOLERATIONS', tolerations),
    podAffinity: read('POD_AFFINITY', mapping),
    secctxNonroot: read('SECCTX_NONROOT', boolean),
    pullSecretNames: read('PULL_SECRET_NAMES', names),
    priorityClass: read('PRIORITY_CLASS', String),
    clusterDomain: read('CLUSTER_DOMAIN', String),
    stopTimeoutSeconds: read('STOP_TIMEOUT', seconds),
  };
  return { settings: withDefaults(found), problems };
}

/** The settings, with defaults for those that are absent. */
export function withDefaults(settings: Partial<AgentSettings>): AgentSettings {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_AGENT_SETTINGS, ...Object.fromEntries(given) };
}

function quantity(text: string): string {
  if (!isQuantity(text)) throw new Error(`"${text}" is not a quantity such as 10G or 500Mi`);
  return text;
}

function boolean(text: string): boolean {
  if (/^(1|t|true)$/i.test(text)) return true;
  if (/^(0|f|false)$/i.test(text)) return false;
  throw new Error(`"${text}" is neither true nor false`);
}

function seconds(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${text}" is not a number of seconds`);
  return Number(text);
}

function names(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function yaml(text: string): unknown {
  try {
    return load(text);
  } catch (error) {
    throw new Error(error instanceof YAMLException ? `not YAML: ${error.reason}` : String(error));
  }
}

function mapping(text: string): Readonly<Record<string, unknown>> {
  const value = yaml(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a YAML mapping');
  return value as Readonly<Record<string, unknown>>;
}

function stringMap(text: string): Readonly<Record<string, string>> {
  const entries = Object.entries(mapping(text));
  const wrong = entries.find(([, value]) => typeof value !== 'string');
  if (wrong) throw new Error(`the value of "${wrong[0]}" is not a string: put it in quotes`);
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

function tolerations(text: string): readonly Toleration[] {
  const value = yaml(text);
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'object' || item === null))
    throw new Error('not a YAML list of tolerations');
  return value as readonly Toleration[];
}
