import type { KubeObject } from '../src/contract/objects.js';
import type { Json, JsonMap } from './cases.js';

/** Fields of an object with names and ids taken out, flat: `spec.containers.image` → its value. */
export type Facts = ReadonlyMap<string, Json>;

const WORKSPACE = /^(wp-<wf>-0-default|pl-\w{10}-.+)$/;
const NETWORK = /(wp-hsvc-<task>|pl-\w{10}-[a-z0-9-]+)/;
/** Keys that carry names and ids, and podline's own contract between synthesis and run. */
const IDS = /^(podline\.dev\/|app\.kubernetes\.io\/managed-by$|woodpecker-ci\.org\/task-uuid$|service$)/;

/** The facts of a claim, a headless Service, a step's Secret or a pod without its variables. */
export function factsOf(object: JsonMap | KubeObject): Facts {
  const plain: JsonMap = JSON.parse(JSON.stringify(object));
  const { kind } = plain;
  const spec = mapOf(plain.spec);
  const namespace = mapOf(plain.metadata).namespace ?? null;
  if (kind === 'PersistentVolumeClaim') return flat({ namespace, spec });
  if (kind === 'Service') {
    const { selector: _, type = 'ClusterIP', clusterIP, ...rest } = spec;
    return flat({ namespace, spec: { ...rest, type, clusterIP: clusterIP ?? null } });
  }
  if (kind === 'Secret') return flat({ namespace, type: plain.type ?? null, data: dataOf(plain) });
  return flat({ namespace, ...podFacts(plain) });
}

function podFacts(pod: JsonMap): JsonMap {
  const metadata = mapOf(pod.metadata);
  const { containers, initContainers, volumes, ...spec } = mapOf(pod.spec);
  const [container] = listOf(containers).map(mapOf);
  const sources = new Map(listOf(volumes).map((volume) => [textOf(mapOf(volume).name), sourceOf(mapOf(volume))]));
  return {
    labels: withoutIds(mapOf(metadata.labels)),
    annotations: withoutIds(mapOf(metadata.annotations)),
    spec: {
      ...spec,
      subdomain: '<network>',
      dnsConfig: JSON.parse(JSON.stringify(spec.dnsConfig ?? {}).replace(NETWORK, '<network>')),
    },
    container: containerFacts(container ?? {}, sources),
    init: listOf(initContainers).map((init) => containerFacts(mapOf(init), sources)),
  };
}

function containerFacts(container: JsonMap, sources: ReadonlyMap<string, string>): JsonMap {
  const { name: _, env: __, command, volumeMounts, resources, ...rest } = container;
  return {
    ...rest,
    ...(Object.keys(mapOf(resources)).length > 0 ? { resources: resources ?? null } : {}),
    ...(command === undefined ? {} : { command: isGenerated(listOf(command)) ? '<commands>' : command }),
    mounts: listOf(volumeMounts)
      .map(mapOf)
      .map(({ name, ...mount }) =>
        JSON.stringify({ ...mount, from: sources.get(textOf(name)) ?? null }, Object.keys({ ...mount, from: '' }).sort()),
      )
      .sort(),
  };
}

/** The shell that runs commands: each of both has its own. */
function isGenerated(command: readonly Json[]): boolean {
  return command.some((word) => typeof word === 'string' && (word.includes('CI_SCRIPT') || word.includes('PODLINE_GATE')));
}

function sourceOf({ persistentVolumeClaim, secret, configMap }: JsonMap): string {
  const claim = textOf(mapOf(persistentVolumeClaim).claimName);
  if (claim !== '') return WORKSPACE.test(claim) ? 'claim <workspace>' : `claim ${claim}`;
  return `secret ${textOf(mapOf(secret).secretName)}${textOf(mapOf(configMap).name)}`;
}

function dataOf({ stringData, data }: JsonMap): JsonMap {
  const decoded = Object.entries(mapOf(data)).map(([key, value]) => [key, Buffer.from(textOf(value), 'base64').toString()]);
  return { ...mapOf(stringData), ...Object.fromEntries(decoded) };
}

function withoutIds(entries: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => !IDS.test(key)));
}

function flat(value: JsonMap, path: readonly string[] = []): Map<string, Json> {
  return new Map(
    Object.entries(value).flatMap(([key, item]) => {
      const here = [...path, key];
      if (typeof item === 'object' && item !== null && !Array.isArray(item))
        return [...flat(mapOf(item), here)] as (readonly [string, Json])[];
      const leaf: readonly (readonly [string, Json])[] = Array.isArray(item) && item.length === 0 ? [] : [[here.join(' '), item]];
      return [...leaf];
    }),
  );
}

function mapOf(value: Json | undefined): JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
