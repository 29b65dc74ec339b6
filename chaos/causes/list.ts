/** Something that keeps a pod from running. */
export interface Cause {
  readonly what: string;
  /** Fields of the only step. */
  readonly step: object;
  readonly flags?: readonly string[];
  /** Objects that bring it about. */
  readonly needs?: readonly object[];
  /** A line of the output, with the name of what is to blame. */
  readonly says: RegExp;
  readonly withinSeconds: 5 | 10;
}

/** Its programs are made for another architecture. */
export const FOREIGN_IMAGE = 'docker.io/library/chaos-foreign:1';
/** Its registry asks for a password, and no other test has brought it to the node. */
export const PRIVATE_IMAGE = 'private.test/chaos:1';
/** It has no program at all. */
export const EMPTY_IMAGE = 'docker.io/library/chaos-empty:1';

const TAINT = { key: 'chaos.test/reserved', effect: 'NoSchedule' };
const [ARCHITECTURE, OTHER_ARCHITECTURE] = process.arch === 'arm64' ? ['arm64', 'amd64'] : ['amd64', 'arm64'];

export const CAUSES: readonly Cause[] = [
  {
    what: 'absent image',
    step: { image: 'chaos-absent:1' },
    says: /image chaos-absent:1 could not be pulled.*not found/,
    withinSeconds: 10,
  },
  {
    what: 'private image',
    step: { image: PRIVATE_IMAGE },
    says: /image private\.test\/chaos:1 could not be pulled.*401 Unauthorized/,
    withinSeconds: 10,
  },
  {
    what: 'missing pull secret',
    step: { image: PRIVATE_IMAGE },
    flags: ['--pull-secret-names', 'chaos-pull'],
    says: /pull secret chaos-pull: there is none/,
    withinSeconds: 10,
  },
  {
    what: 'missing secret',
    step: on({ secrets: [{ name: 'chaos-secret', key: 'token', target: { env: 'TOKEN' } }] }),
    says: /secret "chaos-secret" not found/,
    withinSeconds: 5,
  },
  {
    what: 'impossible cpu',
    step: on({ resources: { requests: { cpu: '1000' } } }),
    says: /Insufficient cpu.*resources\.requests\.cpu/,
    withinSeconds: 5,
  },
  {
    what: 'taint',
    step: on({ nodeSelector: { 'chaos.test/node': 'tainted' } }),
    needs: [
      {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: 'chaos-tainted', labels: { 'chaos.test/node': 'tainted', 'kubernetes.io/arch': ARCHITECTURE } },
        spec: { taints: [TAINT] },
      },
    ],
    says: /taint.*toleration/,
    withinSeconds: 5,
  },
  {
    what: 'quota',
    step: on({}),
    needs: [{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'chaos-quota' }, spec: { hard: { pods: '0' } } }],
    says: /exceeded quota: chaos-quota.*limited: pods=0.*raise the quota/,
    withinSeconds: 5,
  },
  {
    what: 'unbound claim',
    step: on({}),
    flags: ['--storage-class', 'chaos-storage'],
    says: /storage class "chaos-storage"\) is not bound.*not found/,
    withinSeconds: 5,
  },
  {
    what: 'nodes of another architecture',
    step: on({}),
    flags: ['--platform', `linux/${OTHER_ARCHITECTURE}`],
    says: new RegExp(`nodes are available.*kubernetes\\.io/arch=${OTHER_ARCHITECTURE}`),
    withinSeconds: 5,
  },
  {
    what: 'image of another architecture',
    step: { image: FOREIGN_IMAGE },
    says: /chaos-foreign:1.*architecture/,
    withinSeconds: 5,
  },
  { what: 'no /bin/sh', step: { image: EMPTY_IMAGE }, says: /chaos-empty:1.*\/bin\/sh/, withinSeconds: 5 },
];

function on(kubernetes: object): object {
  return { image: 'alpine', backend_options: { kubernetes } };
}
