import type { Probe } from '../../imports/k8s.js';
import { IntOrString } from '../../imports/k8s.js';
import type { AgentSettings } from '../model/agent-settings.js';
import type { ContainerOptions, StepKind } from '../model/pipeline.js';
import { checkOfPorts, DEFAULT_READY_SECONDS, parseHttpCheck, type ReadyRule } from '../model/ready.js';

/** Often enough that nobody waits for long, and patient with a machine that is busy. */
const PACE = { periodSeconds: 1, timeoutSeconds: 5 };

/** What the kubelet asks the container; undefined where its log tells. */
export function readinessProbe(ready: ReadyRule): Probe | undefined {
  if ('exec' in ready) return { exec: { command: [...ready.exec] }, ...PACE };
  if ('tcp' in ready) return { tcpSocket: { port: IntOrString.fromNumber(ready.tcp) }, ...PACE };
  if ('log' in ready) return undefined;
  const { port, path } = parseHttpCheck(ready.http) ?? { port: 0, path: '' };
  return { httpGet: { port: IntOrString.fromNumber(port), path }, ...PACE };
}

/** What the runner is told of it. */
export function plannedReady(ready: ReadyRule): { readonly timeoutSeconds: number; readonly log?: string } {
  const { timeoutSeconds } = ready;
  return 'log' in ready ? { timeoutSeconds, log: ready.log } : { timeoutSeconds };
}

/** A service is ready when its first port is open; Woodpecker 3 does not wait for it. */
export function readyByPorts({ kind, options, settings }: Declared): ReadyRule | undefined {
  if (kind !== 'service' || settings.compat !== undefined) return undefined;
  const check = checkOfPorts(options.ports ?? []);
  return check && { ...check, timeoutSeconds: DEFAULT_READY_SECONDS };
}

interface Declared {
  readonly kind: StepKind;
  readonly options: ContainerOptions;
  readonly settings: AgentSettings;
}
