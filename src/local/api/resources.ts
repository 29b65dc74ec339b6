/** A kind that the API server serves. */
export interface Resource {
  readonly kind: string;
  readonly plural: string;
  readonly group: '' | 'coordination.k8s.io';
  readonly version: 'v1';
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
  /** Fields that a field selector may name, beside `metadata.name` and `metadata.namespace`. */
  readonly selectable?: readonly string[];
}

const CORE = { group: '', version: 'v1', namespaced: true } as const;

export const RESOURCES = {
  configmaps: { ...CORE, kind: 'ConfigMap', plural: 'configmaps', shortNames: ['cm'] },
  events: {
    ...CORE,
    kind: 'Event',
    plural: 'events',
    shortNames: ['ev'],
    selectable: ['involvedObject.kind', 'involvedObject.name', 'involvedObject.uid', 'reason', 'type'],
  },
  namespaces: { ...CORE, kind: 'Namespace', plural: 'namespaces', namespaced: false, shortNames: ['ns'], selectable: ['status.phase'] },
  nodes: { ...CORE, kind: 'Node', plural: 'nodes', namespaced: false, shortNames: ['no'] },
  persistentvolumeclaims: { ...CORE, kind: 'PersistentVolumeClaim', plural: 'persistentvolumeclaims', shortNames: ['pvc'] },
  pods: { ...CORE, kind: 'Pod', plural: 'pods', shortNames: ['po'], selectable: ['spec.nodeName', 'status.phase'] },
  secrets: { ...CORE, kind: 'Secret', plural: 'secrets', selectable: ['type'] },
  serviceaccounts: { ...CORE, kind: 'ServiceAccount', plural: 'serviceaccounts', shortNames: ['sa'] },
  services: { ...CORE, kind: 'Service', plural: 'services', shortNames: ['svc'] },
  leases: { group: 'coordination.k8s.io', version: 'v1', namespaced: true, kind: 'Lease', plural: 'leases' },
} as const satisfies Readonly<Record<string, Resource>>;

/** Plural name of a kind that the API server serves, as in its paths. */
export type Plural = keyof typeof RESOURCES;

export const PLURALS = Object.keys(RESOURCES) as readonly Plural[];

export function resourceOf(plural: Plural): Resource {
  return RESOURCES[plural];
}

export function isPlural(text: string): text is Plural {
  return text in RESOURCES;
}

/** `v1`, `coordination.k8s.io/v1` */
export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** The plural of a kind; `undefined` for kinds that are not served. */
export function pluralOf(kind: string): Plural | undefined {
  return PLURALS.find((plural) => RESOURCES[plural].kind === kind);
}
