import { createRequire } from 'node:module';
import type * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { CLUSTER_ROLE, NAMESPACES, RUNNER_ROLE } from '../contract/runner-role.js';

/** Properties of {@link AgentSetup}. */
export interface AgentSetupProps {
  /** Namespace of the runs. */
  readonly namespace: string;
  /** True: it may also look at nodes and storage classes, to say more when a pod waits. */
  readonly clusterRole: boolean;
  /** True: it may also make the namespaces of organisations, and hold runs there. */
  readonly everyNamespace: boolean;
}

/** What an agent needs on a cluster: the namespace of its runs, and an account that may do there what the runner does. */
export class AgentSetup extends Construct {
  readonly account: kplus.ServiceAccount;

  constructor(scope: Construct, id: string, { namespace, clusterRole, everyNamespace }: AgentSetupProps) {
    super(scope, id);
    // cdk8s-plus takes 100 ms to load: only an app that sets an agent up waits for it
    const { ApiResource, ClusterRole, Namespace, Role, ServiceAccount }: typeof kplus = createRequire(import.meta.url)('cdk8s-plus-27');
    const metadata = { name: 'podline', namespace };
    new Namespace(this, 'namespace', { metadata: { name: namespace } });
    this.account = new ServiceAccount(this, 'account', { metadata });
    const role = new Role(this, 'role', { metadata });
    for (const { apiGroup, resource, verbs } of RUNNER_ROLE)
      role.allow([...verbs], ApiResource.custom({ apiGroup, resourceType: resource }));
    role.bind(this.account);
    const rules = [...(clusterRole ? CLUSTER_ROLE : []), ...(everyNamespace ? [NAMESPACES, ...RUNNER_ROLE] : [])];
    if (rules.length === 0) return;
    const wide = new ClusterRole(this, 'cluster-role', { metadata: { name: `podline-${namespace}` } });
    for (const { apiGroup, resource, verbs } of rules) wide.allow([...verbs], ApiResource.custom({ apiGroup, resourceType: resource }));
    wide.bind(this.account);
  }
}
