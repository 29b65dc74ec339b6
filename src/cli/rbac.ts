import { dump } from 'js-yaml';
import { EXEC, type RoleRule } from '../contract/runner-role.js';
import { leastRole } from '../plan/least-role.js';
import { readPlan } from '../plan/read-plan.js';
import type { Invocation } from './commands.js';
import { findEntries } from './find-entries.js';
import { loadEntries } from './load-entries.js';
import { tellLoaded } from './tell-loaded.js';

/** Prints the Role that is enough for these pipelines. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, args, flags } = invocation;
  const loaded = await loadEntries(await findEntries(args, io), invocation);
  tellLoaded(loaded, invocation);
  const { plan } = readPlan([...loaded.manifests.values()].flat());
  const namespace = flags.namespace ?? plan.namespace;
  io.stdout.write(dump(roleOf([...leastRole(plan), ...(flags['shell-on-failure'] ? [EXEC] : [])], namespace), { noRefs: true }));
  return 0;
}

function roleOf(rules: readonly RoleRule[], namespace: string): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'podline', namespace },
    rules: rules.map(({ apiGroup, resource, verbs }) => ({ apiGroups: [apiGroup], resources: [resource], verbs: [...verbs] })),
  };
}
