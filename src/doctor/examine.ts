import type { Cluster, ServerVersion } from '../cluster/cluster.js';
import { STEP_CONTAINER } from '../contract/annotations.js';
import type { Pod } from '../contract/objects.js';
import type { AgentSettings } from '../model/agent-settings.js';
import { stepsOf } from '../plan/run-plan.js';
import { CHECKS, type Check, type Finding } from '../report/finding.js';
import { ask } from './answer.js';
import { withoutSense } from './embedded.js';
import { judgeProbe } from './judge-probe.js';
import { judgeLimitRanges } from './limit-ranges.js';
import { judgeNamespace } from './namespace.js';
import { judgeNodes } from './nodes.js';
import { type ProbeRunOptions, runProbe } from './probe.js';
import { ProbeFacts } from './probe-facts.js';
import { PROBE, probePlan } from './probe-plan.js';
import { judgeQuotas } from './quota.js';
import { judgeRights, neededAccess } from './rights.js';
import { isRestricted, judgeSecurity, type Offers } from './security.js';
import { judgeClock, judgeServer } from './server.js';
import { judgeStorageClasses } from './storage.js';

export interface ExamineOptions extends ProbeRunOptions {
  readonly settings: AgentSettings;
  /** `os/arch` that the pods select. */
  readonly platform: string;
  /** Id of the probe's run. */
  readonly run: string;
  readonly image: string;
  /** False: nothing is created. */
  readonly isProbed: boolean;
  /** This machine's clock. */
  readonly now: () => number;
}

const PROBED: readonly Check[] = CHECKS.slice(CHECKS.indexOf('pods'));

/** Looks at a cluster as a run would use it; each finding as soon as it and those before it are known. */
export async function* examine(cluster: Cluster, options: ExamineOptions): AsyncGenerator<Finding> {
  const version = await ask(async () => cluster.version(options));
  yield judgeServer(version, cluster.name);
  if (version.type === 'refused') {
    yield* skipped(CHECKS.slice(1), 'the server cannot be asked');
    return;
  }
  const { isEmbedded = false } = version.value;
  const offers = await offer(cluster, options);
  const asked = (await questions(cluster, { ...options, version: version.value, offers })).flatMap((finding) =>
    isEmbedded ? (withoutSense(finding.check) ?? finding) : finding,
  );
  yield* asked;
  const obstacle = options.isProbed ? obstacleOf(asked, offers) : '--no-probe was given';
  if (obstacle !== undefined) yield* skipped(PROBED, obstacle);
  else yield* probe(cluster, { ...options, isEmbedded, isRestricted: isRestricted(offers) });
}

/** Offers a pod as a step has it, and a privileged one; neither is created. */
async function offer(cluster: Cluster, options: ExamineOptions): Promise<Offers> {
  const pod = stepsOf(probePlan(options)).find(({ id }) => id === PROBE.first)?.pod;
  const offered = async (object: Pod | undefined) =>
    ask(async () => object && cluster.create(object, { isDryRun: true, signal: options.signal }));
  const [usual, privileged] = await Promise.all([offered(pod), offered(pod && withPrivileges(pod))]);
  return { usual, privileged };
}

function withPrivileges(pod: Pod): Pod {
  const containers = pod.spec.containers.map((container) =>
    container.name === STEP_CONTAINER ? { ...container, securityContext: { privileged: true } } : container,
  );
  return { ...pod, spec: { ...pod.spec, containers } };
}

interface QuestionOptions extends ExamineOptions {
  readonly version: ServerVersion;
  readonly offers: Offers;
}

/** Everything that is only asked, side by side. */
async function questions(
  cluster: Cluster,
  { settings, platform, version, offers, signal, now }: QuestionOptions,
): Promise<readonly Finding[]> {
  const list = async (kind: 'ResourceQuota' | 'LimitRange' | 'StorageClass' | 'Node') => ask(async () => cluster.list(kind, { signal }));
  const [namespace, rights, quotas, limits, classes, nodes] = await Promise.all([
    ask(async () => cluster.get('Namespace', cluster.namespace, { signal })),
    Promise.all(
      neededAccess(version).map(async (access) => [access, await ask(async () => cluster.isAllowed(access, { signal }))] as const),
    ),
    list('ResourceQuota'),
    list('LimitRange'),
    list('StorageClass'),
    list('Node'),
  ]);
  return [
    judgeClock(cluster.serverTime(), now()),
    judgeNamespace(namespace, offers.usual, cluster.namespace),
    ...judgeRights(rights, cluster.namespace),
    ...judgeQuotas(quotas, { limits, volumeSize: settings.volumeSize }),
    judgeLimitRanges(limits, settings.volumeSize),
    judgeStorageClasses(classes, settings.storageClass),
    judgeNodes(nodes, { wish: settings.platform, platform }),
    judgeSecurity(offers, settings.profile),
  ];
}

/** Why there is no sense in a probe, or no way to remove it. */
function obstacleOf(asked: readonly Finding[], offers: Offers): string | undefined {
  const failed = (wanted: Check) => asked.some(({ check, status }) => check === wanted && status === 'fail');
  if (failed('namespace')) return 'there is no namespace for it';
  if (failed('rights')) return 'rights are missing';
  return offers.usual.type === 'refused' && !isRestricted(offers) ? 'its pods are refused' : undefined;
}

interface ProbeOptions extends ExamineOptions {
  readonly isEmbedded: boolean;
  readonly isRestricted: boolean;
}

async function* probe(cluster: Cluster, options: ProbeOptions): AsyncGenerator<Finding> {
  const { isEmbedded, timeoutSeconds } = options;
  const profile = options.isRestricted ? 'restricted' : options.settings.profile;
  const settings = { ...options.settings, profile };
  const outcome = await runProbe(probePlan({ ...options, settings }), cluster, options);
  if (outcome.type === 'refused') {
    yield { check: 'pods', status: 'fail', message: outcome.error.message, fix: outcome.error.hint };
    yield* skipped(PROBED.slice(1), 'the probe could not be run');
    return;
  }
  const findings = judgeProbe(new ProbeFacts(outcome.events), { storageRwx: settings.storageRwx, timeoutSeconds });
  yield* isEmbedded ? findings.map((finding) => withoutSense(finding.check) ?? finding) : findings;
}

function* skipped(checks: readonly Check[], why: string): Generator<Finding> {
  for (const check of checks) yield { check, status: 'skipped', message: `not looked at: ${why}` };
}
