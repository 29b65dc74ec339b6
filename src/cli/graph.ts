import { readPlan } from '../plan/read-plan.js';
import { diagnosticsText } from '../report/diagnostics-text.js';
import { mermaid } from '../report/mermaid.js';
import type { Invocation } from './commands.js';
import { findEntries } from './find-entries.js';
import { loadEntries } from './load-entries.js';

/** Prints the steps of pipelines and what they wait for. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, args } = invocation;
  const { manifests, warnings } = await loadEntries(await findEntries(args, io), invocation);
  if (warnings.length > 0) io.stderr.write(diagnosticsText(warnings));
  const { plan } = readPlan([...manifests.values()].flat());
  const pipelines = plan.pipelines.map(({ name, dependsOn, steps }) => {
    const names = new Map(steps.map((step) => [step.id, step.name]));
    const graph = steps.map((step) => ({
      name: step.name,
      kind: step.kind,
      dependsOn: step.dependsOn.flatMap((id) => names.get(id) ?? []),
      afterFailure: !step.runOn.includes('success'),
    }));
    return { name, dependsOn, steps: graph };
  });
  io.stdout.write(mermaid(pipelines));
  return 0;
}
