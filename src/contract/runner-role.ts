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
