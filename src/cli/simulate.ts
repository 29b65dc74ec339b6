import { readPlan } from '../plan/read-plan.js';
import { JsonReporter } from '../report/json-reporter.js';
import type { Reporter } from '../report/reporter.js';
import { TextReporter } from '../report/text-reporter.js';
import { simulatePlan } from '../simulate.js';
import { VERSION } from '../version.js';
import { cancellationOf } from './cancellation.js';
import type { Invocation } from './commands.js';
import { findEntries } from './find-entries.js';
import { loadEntries } from './load-entries.js';
import { limitsOf } from './run-limits.js';
import { simulatedSteps } from './simulated-steps.js';
import { tellLoaded } from './tell-loaded.js';
import { isUtf8, wantsColor } from './terminal.js';

/** Runs pipelines in virtual time. The exit status is that of such a run. */
export async function execute(invocation: Invocation): Promise<number> {
  const { io, args, flags } = invocation;
  const steps = simulatedSteps(flags);
  const loaded = await loadEntries(await findEntries(args, io), invocation);
  tellLoaded(loaded, invocation);
  const { plan } = readPlan([...loaded.manifests.values()].flat());
  const reporter = reporterOf(invocation);
  const { signal } = cancellationOf(io);
  const { report } = await simulatePlan(plan, { steps, limits: limitsOf(flags), signal, onEvent: (event) => reporter.event(event) });
  reporter.close();
  return report.exitStatus;
}

/** The live view is for time that passes. */
function reporterOf({ io, flags }: Invocation): Reporter {
  if (flags.output === 'json') return new JsonReporter(io.stdout);
  const options = {
    version: VERSION,
    ascii: !isUtf8(io.env),
    color: wantsColor(io, flags),
    quiet: flags.quiet,
    timestamps: flags.timestamps,
    isVirtual: true,
  };
  return new TextReporter({ out: io.stdout, err: io.stderr }, options);
}
