import type { Kind } from './cluster.js';

interface Resource {
  readonly apiVersion: string;
  readonly plural: string;
  readonly scope: 'namespace' | 'cluster';
}

const RBAC = 'rbac.authorization.k8s.io/v1';

const RESOURCES: Readonly<Record<Kind, Resource>> = {
  Pod: { apiVersion: 'v1', plural: 'pods', scope: 'namespace' },
  Service: { apiVersion: 'v1', plural: 'services', scope: 'namespace' },
  PersistentVolumeClaim: { apiVersion: 'v1', plural: 'persistentvolumeclaims', scope: 'namespace' },
  Secret: { apiVersion: 'v1', plural: 'secrets', scope: 'namespace' },
  ConfigMap: { apiVersion: 'v1', plural: 'configmaps', scope: 'namespace' },
  Lease: { apiVersion: 'coordination.k8s.io/v1', plural: 'leases', scope: 'namespace' },
  Event: { apiVersion: 'v1', plural: 'events', scope: 'namespace' },
  Node: { apiVersion: 'v1', plural: 'nodes', scope: 'cluster' },
  StorageClass: { apiVersion: 'storage.k8s.io/v1', plural: 'storageclasses', scope: 'cluster' },
  ResourceQuota: { apiVersion: 'v1', plural: 'resourcequotas', scope: 'namespace' },
  LimitRange: { apiVersion: 'v1', plural: 'limitranges', scope: 'namespace' },
  ServiceAccount: { apiVersion: 'v1', plural: 'serviceaccounts', scope: 'namespace' },
  Role: { apiVersion: RBAC, plural: 'roles', scope: 'namespace' },
  RoleBinding: { apiVersion: RBAC, plural: 'rolebindings', scope: 'namespace' },
  ClusterRole: { apiVersion: RBAC, plural: 'clusterroles', scope: 'cluster' },
  ClusterRoleBinding: { apiVersion: RBAC, plural: 'clusterrolebindings', scope: 'cluster' },
  Namespace: { apiVersion: 'v1', plural: 'namespaces', scope: 'cluster' },
};

export function isKind(kind: string): kind is Kind {
  return Object.hasOwn(RESOURCES, kind);
}

export function apiVersionOf(kind: Kind): string {
  return RESOURCES[kind].apiVersion;
}

/** Where objects of the kind are listed and created; without a namespace those of all are listed. */
export function collectionPath(kind: Kind, namespace?: string): string {
  const { apiVersion, plural, scope } = RESOURCES[kind];
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return scope === 'cluster' || namespace === undefined
    ? `${root}/${plural}`
    : `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

/** Where one object is read, changed and deleted. */
export function objectPath(kind: Kind, namespace: string, name: string): string {
  return `${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`;
}

/** The path with its query; parameters that are undefined are left out. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? path : `${path}?${query}`;
}
