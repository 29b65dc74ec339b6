import { App } from 'cdk8s';
import { AgentConfig } from '../constructs/agent-config.js';
import { Pipeline } from '../constructs/pipeline.js';
import type { AgentSettings } from '../model/agent-settings.js';
import { readPlan } from '../plan/read-plan.js';
import type { RunPlan } from '../plan/run-plan.js';
import { stampPlan } from '../plan/stamp-plan.js';

/** Steps of the probe, as the runner names them. */
export const PROBE = { peer: 'main/peer', first: 'main/first', second: 'main/second', other: 'other/first' } as const;

/** Facts that the probe's second step prints: `podline-doctor dns=yes`. */
export const FACT = 'podline-doctor';

const CLAIM_SIZE = '16Mi';
const NON_ROOT_USER = 1000;
/** Longer than any probe. */
const PEER = 'sleep 600';

/** Names are looked up as programs do it where the image can, else as the DNS server answers, whatever the status of nslookup. */
const DNS = `\
podline_looked_up() {
  if command -v getent >/dev/null; then getent hosts "$1" >/dev/null && echo yes || echo no
  elif command -v nslookup >/dev/null; then case $(nslookup "$1" 2>&1) in *Name:*) echo yes ;; *) echo no ;; esac
  else echo unknown; fi
}
for podline_try in 1 2 3; do
  podline_found=$(podline_looked_up peer)
  [ "$podline_found" = no ] || break
  sleep 1
done
echo "${FACT} dns=$podline_found"`;

export interface ProbeOptions {
  readonly settings: AgentSettings;
  readonly run: string;
  readonly image: string;
}

/**
 * A small run that does what runs do. The pipeline `main` has a volume as the settings have it: one step writes to it, and
 * another that is not root writes beside it and looks for a service by its name. `other` has a volume of the other access mode.
 */
export function probePlan({ settings, run, image }: ProbeOptions): RunPlan {
  const app = new App();
  new AgentConfig(app, '$agent', settings);
  const usual = settings.storageRwx ? 'ReadWriteMany' : 'ReadWriteOnce';
  const another = settings.storageRwx ? 'ReadWriteOnce' : 'ReadWriteMany';
  // an image of root is refused where containers must not be root, unless another user is named
  const kubernetes = settings.secctxNonroot ? { securityContext: { runAsUser: NON_ROOT_USER } } : undefined;
  const write = { image, commands: ['echo written >first'], kubernetes };

  const main = new Pipeline(app, 'main', { volume: { size: CLAIM_SIZE, accessMode: usual } });
  main.service('peer', { image, commands: [PEER], kubernetes });
  const first = main.step('first', write);
  main.step('second', {
    image,
    commands: [`if echo written >second; then echo "${FACT} write=yes"; else echo "${FACT} write=no"; fi`, DNS],
    dependsOn: [first],
    kubernetes: { securityContext: { runAsUser: NON_ROOT_USER } },
  });
  const other = new Pipeline(app, 'other', { volume: { size: CLAIM_SIZE, accessMode: another } });
  other.step('first', write);

  const { plan } = readPlan([main, other].flatMap((pipeline) => pipeline.toJson()));
  return stampPlan(plan, { run });
}
