import { readPlan } from '../plan/read-plan.js';
import { mermaid } from '../report/mermaid.js';
import type { Invocation } from './commands.js';
import { findEntries } from './find-entries.js';
import { loadEntries } from './load-entries.js';
import { tellLoaded } from './tell-loaded.js';

/** Prints the steps of pipelines and what they wait for. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, args } = invocation;
  const loaded = await loadEntries(await findEntries(args, io), invocation);
  tellLoaded(loaded, invocation);
  const { plan } = readPlan([...loaded.manifests.values()].flat());
  const pipelines = plan.pipelines.map(({ name, axis, dependsOn, steps }) => {
    const names = new Map(steps.map((step) => [step.id, step.name]));
    const graph = steps.map((step) => ({
      name: step.name,
      kind: step.kind,
      dependsOn: step.dependsOn.flatMap((id) => names.get(id) ?? []),
      afterFailure: !step.runOn.includes('success'),
    }));
    return { name, axis, dependsOn, steps: graph };
  });
  io.stdout.write(mermaid(pipelines));
  return 0;
}
