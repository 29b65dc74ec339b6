import { EMBEDDED_BUILD } from '../../contract/embedded.js';
import { PLURALS, RESOURCES, resourceOf } from './resources.js';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'watch'];
const COORDINATION = { groupVersion: 'coordination.k8s.io/v1', version: 'v1' };

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** Kubernetes version that the embedded cluster behaves like, and the sign by which it is known. */
export const VERSION = {
  major: '1',
  minor: '34',
  gitVersion: `v1.34.2${EMBEDDED_BUILD}`,
  platform: `linux/${ARCHITECTURES[process.arch] ?? process.arch}`,
} as const;

const DOCUMENTS: Readonly<Record<string, object>> = {
  '/version': VERSION,
  '/api': { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] },
  '/apis': {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [{ name: 'coordination.k8s.io', versions: [COORDINATION], preferredVersion: COORDINATION }],
  },
  '/api/v1': resourceList('', 'v1'),
  '/apis/coordination.k8s.io/v1': resourceList('coordination.k8s.io', COORDINATION.groupVersion),
};

/** Answers what a client asks before its first request proper; `undefined` for other paths. */
export function discoveryDocument(path: string): object | undefined {
  return DOCUMENTS[path.replace(/\/$/, '')];
}

function resourceList(group: string, groupVersion: string): object {
  const resources = PLURALS.map(resourceOf).filter((resource) => resource.group === group);
  const served = resources.map(({ plural, kind, namespaced, shortNames }) => ({
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced,
    kind,
    verbs: VERBS,
    ...(shortNames === undefined ? {} : { shortNames }),
  }));
  const { kind, namespaced } = RESOURCES.pods;
  const subresources = [
    { name: 'pods/log', singularName: '', namespaced, kind, verbs: ['get'] },
    { name: 'pods/attach', singularName: '', namespaced, kind: 'PodAttachOptions', verbs: ['create', 'get'] },
    { name: 'pods/eviction', singularName: '', namespaced, group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] },
  ];
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion,
    resources: group === '' ? [...served, ...subresources] : served,
  };
}
