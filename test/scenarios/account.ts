import { KubeCluster } from '../../src/cluster/kube-cluster.js';
import type { KubeObject } from '../../src/contract/objects.js';
import { type RoleRule, RUNNER_ROLE } from '../../src/contract/runner-role.js';
import { ClusterError } from '../../src/errors.js';
import type { Bed } from './bed.js';
import { CountingProxy, type ProxyOptions } from './counting-proxy.js';
import { kubectlOf } from './kubectl.js';

export const ACCOUNT = 'runner';
/** The kubeconfig of the account, in the folder of its bed. */
export const ACCOUNT_KUBECONFIG = 'account.kubeconfig';

/** Makes a service account with these rights in the namespace. */
export async function makeAccount(bed: Bed, rules: readonly RoleRule[]): Promise<void> {
  await bed.cluster.create(serviceAccount());
  await grant(bed.cluster, rules, { role: ACCOUNT, home: bed.namespace });
}

/** An account that runs pipelines, in the namespaces where it is let in. */
export interface Runner {
  /** Text of its kubeconfig. */
  readonly kubeconfig: string;
  /** Gives it the least Role in a namespace, and no other right anywhere. */
  letInto(namespace: KubeCluster): Promise<void>;
}

/** The account of a cluster that scenarios run by: one for all of them. */
export async function runnerOf(kubeconfig: string): Promise<Runner> {
  const home = await KubeCluster.connect({ kubeconfig, namespace: 'default', env: {}, home: '' });
  try {
    await home.create(serviceAccount());
  } catch (error) {
    if (!(error instanceof ClusterError && error.status === 409)) throw error;
  } finally {
    home.close();
  }
  // longer than any proof takes
  const token = (await kubectlOf(kubeconfig)('create', 'token', ACCOUNT, '--namespace', 'default', '--duration=8h')).trim();
  return {
    kubeconfig: kubeconfigOf(await serverOf(kubeconfig), token),
    letInto: async (namespace) => grant(namespace, RUNNER_ROLE, { role: 'podline-runner', home: 'default' }),
  };
}

/** Lets the account that the scenario runs by do more in its namespace. */
export async function allowBeside(bed: Bed, rule: RoleRule): Promise<void> {
  await grant(bed.cluster, [rule], { role: 'beside', home: 'default' });
}

function serviceAccount(): KubeObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: ACCOUNT } };
}

interface Grant {
  /** Name of the Role and of its binding. */
  readonly role: string;
  /** Namespace of the account. */
  readonly home: string;
}

/** Lets the account do this in the namespace of the cluster, whatever else it may do there. */
export async function grant(cluster: KubeCluster, rules: readonly RoleRule[], { role: name, home }: Grant): Promise<void> {
  const apiGroup = 'rbac.authorization.k8s.io';
  const [apiVersion, metadata] = [`${apiGroup}/v1`, { name }];
  const granted = rules.map(({ apiGroup, resource, verbs }) => ({ apiGroups: [apiGroup], resources: [resource], verbs }));
  const subjects = [{ kind: 'ServiceAccount', name: ACCOUNT, namespace: home }];
  await cluster.create({ apiVersion, kind: 'Role', metadata, rules: granted });
  await cluster.create({ apiVersion, kind: 'RoleBinding', metadata, roleRef: { apiGroup, kind: 'Role', name }, subjects });
}

/** As a kubeconfig has it. */
export interface Server {
  readonly server: string;
  readonly 'certificate-authority-data'?: string;
}

/** Text of a kubeconfig for the account. */
export function kubeconfigOf(cluster: Server, token: string): string {
  return JSON.stringify({
    'current-context': 'own',
    clusters: [{ name: 'own', cluster }],
    users: [{ name: ACCOUNT, user: { token } }],
    contexts: [{ name: 'own', context: { cluster: 'own', user: ACCOUNT } }],
  });
}

/** Makes an account with these rights, and a kubeconfig for it: for the cluster, or for a server that stands before it. */
export async function enterAs(bed: Bed, rules: readonly RoleRule[], server?: string): Promise<void> {
  await makeAccount(bed, rules);
  const token = (await kubectlOf(bed.admin)('create', 'token', ACCOUNT, '--namespace', bed.namespace)).trim();
  await bed.write(ACCOUNT_KUBECONFIG, kubeconfigOf(server === undefined ? await serverOf(bed.admin) : { server }, token));
}

/** A proxy before the cluster of the bed. */
export async function proxyOf(bed: Bed, options: Partial<ProxyOptions> = {}): Promise<CountingProxy> {
  const { server, 'certificate-authority-data': data = '' } = await serverOf(bed.admin);
  return CountingProxy.start({ server, ca: Buffer.from(data, 'base64').toString(), ...options });
}

/** The rules without one verb on one resource. */
export function withoutVerb(rules: readonly RoleRule[], verb: string, resource: string): readonly RoleRule[] {
  return rules
    .map((rule) => (rule.resource === resource ? { ...rule, verbs: rule.verbs.filter((each) => each !== verb) } : rule))
    .filter(({ verbs }) => verbs.length > 0);
}

async function serverOf(kubeconfig: string): Promise<Server> {
  const view = await kubectlOf(kubeconfig)('config', 'view', '--raw', '--minify', '--flatten', '--output', 'json');
  return JSON.parse(view).clusters[0].cluster;
}
