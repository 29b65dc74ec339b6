import { duration } from '../report/duration.js';
import type { Check, Finding } from '../report/finding.js';
import type { Hindrance, ProbeFacts } from './probe-facts.js';
import { PROBE } from './probe-plan.js';

export interface ProbeContext {
  /** True where pipelines ask for ReadWriteMany. */
  readonly storageRwx: boolean;
  readonly timeoutSeconds: number;
}

const MAIN = [PROBE.peer, PROBE.first, PROBE.second];
const OTHER = [PROBE.other];
const LONGER = 'give it longer with --probe-timeout 60s';
const ONE_NODE =
  '--storage-rwx false keeps all pods of a run on one node; or name a storage class that offers ReadWriteMany (--storage-class)';

/** The findings on a probe that was run. */
export function judgeProbe(facts: ProbeFacts, context: ProbeContext): readonly Finding[] {
  return [
    judgePods(facts, context),
    judgeVolume(facts, context),
    judgeRwx(facts, context),
    judgeNonRoot(facts),
    judgeDns(facts),
    judgeAttach(facts),
    judgeCleanUp(facts),
  ];
}

function judgePods(facts: ProbeFacts, { timeoutSeconds }: ProbeContext): Finding {
  const check = 'pods';
  const ms = facts.startMs([...MAIN, ...OTHER]);
  if (ms !== undefined) return { check, status: 'ok', message: `a pod was started in ${duration(ms)}, and its log was read` };
  const hindrances = facts.hindrances([...MAIN, ...OTHER]);
  const hindrance = hindrances.find(({ reason }) => reason !== 'VolumeUnbound');
  if (hindrance) return failed(check, hindrance);
  if (hindrances.length > 0) return { check, status: 'unknown', message: 'cannot tell: the pods wait for their volume' };
  return late(check, timeoutSeconds);
}

function judgeVolume(facts: ProbeFacts, { storageRwx, timeoutSeconds }: ProbeContext): Finding {
  const check = 'volume';
  const mode = modeOf(storageRwx);
  const written = facts.result(PROBE.first);
  if (written?.state === 'failed')
    return {
      check,
      status: 'fail',
      message: `a step cannot write to its volume: ${written.lastLines?.at(-1) ?? written.message ?? ''}`,
      fix: 'use another storage class',
    };
  if (written?.state === 'passed') return { check, status: 'ok', message: `a claim with ${mode} was bound and written to` };
  if (facts.startMs(MAIN) !== undefined)
    return {
      check,
      status: 'warn',
      message: `a claim with ${mode} was bound; nothing was written to it within ${timeoutSeconds} s`,
      fix: LONGER,
    };
  const hindrances = facts.hindrances(MAIN);
  const hindrance = hindrances.find(({ reason }) => reason === 'VolumeUnbound');
  if (hindrance) return failed(check, hindrance);
  return hindrances.length > 0 ? noPod(check) : late(check, timeoutSeconds);
}

function judgeRwx(facts: ProbeFacts, { storageRwx }: ProbeContext): Finding {
  const check = 'rwx';
  const [isUsualBound, isOtherBound] = [MAIN, OTHER].map((steps) => facts.startMs(steps) !== undefined);
  const isOffered = storageRwx ? isUsualBound : isOtherBound;
  if (isOffered)
    return {
      check,
      status: 'ok',
      message: storageRwx
        ? 'ReadWriteMany is offered'
        : 'ReadWriteMany is offered, and not asked for: --storage-rwx true lets steps use all nodes',
    };
  if (storageRwx && isOtherBound)
    return { check, status: 'fail', message: 'ReadWriteMany is not offered, ReadWriteOnce is', fix: ONE_NODE };
  if (!storageRwx && isUsualBound) return { check, status: 'ok', message: 'ReadWriteMany is not offered, and not asked for' };
  return noPod(check);
}

function judgeNonRoot(facts: ProbeFacts): Finding {
  const check = 'non-root';
  const written = facts.printedFact('write');
  if (written === 'yes') return { check, status: 'ok', message: 'a step that does not run as root writes to the volume' };
  const second = facts.result(PROBE.second);
  if (written === undefined && second?.state !== 'failed') return noPod(check);
  return {
    check,
    status: 'warn',
    message: 'steps that do not run as root cannot write to the volume: it does not take fsGroup, as host paths and NFS do not',
    fix: 'use another storage class, or let a step of root change the owner',
  };
}

function judgeDns(facts: ProbeFacts): Finding {
  const check = 'dns';
  const found = facts.printedFact('dns');
  if (found === 'yes') return { check, status: 'ok', message: 'steps find services by their names' };
  if (found === 'unknown')
    return { check, status: 'unknown', message: 'cannot tell: the image has neither getent nor nslookup (--probe-image)' };
  if (found === undefined) return noPod(check);
  return {
    check,
    status: 'fail',
    message: 'steps do not find services by their names',
    fix: 'check that the DNS of the cluster runs (kubectl get pods -n kube-system), that no NetworkPolicy hides it, and --cluster-domain',
  };
}

function judgeAttach({ heldAndStarted, notHeld }: ProbeFacts): Finding {
  const check = 'attach';
  // said once for all: what was held before is given back
  if (notHeld) return { check, status: 'warn', message: notHeld.message, fix: notHeld.hint };
  if (heldAndStarted !== undefined) return { check, status: 'ok', message: 'pods are started ahead of their turn' };
  return noPod(check);
}

function judgeCleanUp({ report }: ProbeFacts): Finding {
  const check = 'clean-up';
  const { leftovers = [], run = '' } = report ?? {};
  if (leftovers.length === 0) return { check, status: 'ok', message: 'nothing is left on the cluster' };
  return { check, status: 'fail', message: `left on the cluster: ${leftovers.join(', ')}`, fix: `podline down ${run}` };
}

function modeOf(isMany: boolean): string {
  return isMany ? 'ReadWriteMany' : 'ReadWriteOnce';
}

function failed(check: Check, { message, hint }: Hindrance): Finding {
  return { check, status: 'fail', message, fix: hint };
}

function noPod(check: Check): Finding {
  return { check, status: 'unknown', message: 'cannot tell: the pod for it did not start' };
}

/** Nothing is known to be wrong: images may take long, and volumes of clouds do. */
function late(check: Check, seconds: number): Finding {
  return {
    check,
    status: 'warn',
    message: `no pod has started within ${seconds} s, and nothing tells why`,
    fix: LONGER,
  };
}
