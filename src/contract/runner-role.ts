/** A rule of a Kubernetes Role. */
export interface RoleRule {
  readonly apiGroup: string;
  readonly resource: string;
  readonly verbs: readonly string[];
}

/** The least that the runner must be allowed to do in the namespace of its runs. */
export const RUNNER_ROLE: readonly RoleRule[] = [
  { apiGroup: '', resource: 'pods', verbs: ['create', 'get', 'list', 'watch', 'delete'] },
  { apiGroup: '', resource: 'pods/log', verbs: ['get'] },
  // from Kubernetes 1.35 on a WebSocket needs `create`
  { apiGroup: '', resource: 'pods/attach', verbs: ['get', 'create'] },
  { apiGroup: '', resource: 'configmaps', verbs: ['create', 'get', 'list', 'patch', 'delete'] },
  { apiGroup: 'coordination.k8s.io', resource: 'leases', verbs: ['create', 'get', 'list', 'patch'] },
  { apiGroup: '', resource: 'secrets', verbs: ['create', 'get'] },
  { apiGroup: '', resource: 'services', verbs: ['create', 'get', 'list'] },
  { apiGroup: '', resource: 'persistentvolumeclaims', verbs: ['create', 'get', 'list'] },
  { apiGroup: '', resource: 'events', verbs: ['list'] },
];

/** What it takes beside to enter the container of a step: `podline exec` and `--shell-on-failure`. */
export const EXEC: RoleRule = { apiGroup: '', resource: 'pods/exec', verbs: ['get', 'create'] };

/** What the runner may look at beside its namespace: it does without, and says less then. */
export const CLUSTER_ROLE: readonly RoleRule[] = [
  { apiGroup: '', resource: 'nodes', verbs: ['list'] },
  { apiGroup: 'storage.k8s.io', resource: 'storageclasses', verbs: ['get', 'list'] },
];

/** What it takes to have a namespace for each organisation. */
export const NAMESPACES: RoleRule = { apiGroup: '', resource: 'namespaces', verbs: ['get', 'create'] };
