import { describe, expect, test, vi } from 'vitest';
import { RUNNER_ROLE } from '../../src/contract/runner-role.js';
import { CHECKS, type Check, type Finding } from '../../src/report/finding.js';
import { SLOW_PATIENCE } from '../patience.js';
import { ACCOUNT_KUBECONFIG, enterAs, proxyOf, withoutVerb } from './account.js';
import { Bed } from './bed.js';
import { startEmbedded } from './embedded-test-cluster.js';
import { kubectlOf } from './kubectl.js';
import type { RunOutput } from './run-output.js';
import { realScenario, scenario } from './scenario.js';

const NO_PROBE = '--no-probe';
/** The machine may be busy with other tests. */
const PATIENT = ['--probe-timeout', '100s'] as const;

describe('podline doctor', () => {
  realScenario('finds nothing to fix on a cluster that is right, and leaves nothing there', async (bed) => {
    const { findings, status } = await doctor(bed, ...PATIENT);

    expect(findings.filter((finding) => finding.status !== 'ok')).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual(CHECKS);
    expect(status).toBe(0);
  });

  realScenario('works with the least Role: what that may not look at it cannot tell', async (bed) => {
    await enterAs(bed, RUNNER_ROLE);

    const { findings, status } = await doctorOf(bed, ...PATIENT);

    const unknown = findings.filter((finding) => finding.status !== 'ok');
    expect(unknown.map(({ check }) => check)).toEqual(['quota', 'limits', 'storage', 'nodes']);
    expect(unknown.every((finding) => finding.status === 'unknown' && finding.message.startsWith('cannot tell'))).toBe(true);
    expect(status).toBe(0);
  });

  realScenario('prints a line for each check, and below it what to do', async (bed) => {
    const output = await (await bed.asAdministrator().podline(['doctor', NO_PROBE, '--storage-class', 'absent'])).end();

    expect(output.stdout).toMatch(/^ok {4}server {5}.*Kubernetes 1\.\d+ on linux/);
    expect(output.stdout).toMatch(
      /^fail {2}storage {4}there is no storage class "absent"\n +fix: name another one with --storage-class; there are: /m,
    );
    expect(output.stdout).toMatch(/^- {5}pods {7}not looked at: --no-probe was given$/m);
    expect(output.stdout).toMatch(/^1 failure, 0 warnings in \S+$/m);
    expect(output.status).toBe(3);
  });

  scenario('removes its probe when it is interrupted', async (bed) => {
    const podline = await bed.podline(['doctor', '--probe-image', 'registry.invalid/absent', '--probe-timeout', '100s']);
    await podline.until('security');
    await vi.waitFor(async () => expect(await bed.cluster.list('Pod')).not.toEqual([]), SLOW_PATIENCE);

    podline.signal('SIGINT');

    expect((await podline.end()).status).toBe(130);
  });
});

describe('podline doctor names the fault', () => {
  test('that the server does not answer', async () => {
    const embedded = await startEmbedded();
    await Bed.use(embedded, async (bed) => {
      const config = {
        'current-context': 'x',
        clusters: [{ name: 'x', cluster: { server: 'http://127.0.0.1:1' } }],
        users: [{ name: 'x', user: {} }],
        contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
      };
      await bed.write(ACCOUNT_KUBECONFIG, JSON.stringify(config));

      const { findings, status } = await doctorOf(bed);

      expect(findings[0]).toMatchObject({ check: 'server', status: 'fail', fix: expect.stringContaining('kubectl cluster-info') });
      expect(findings.slice(1).every((finding) => finding.status === 'skipped')).toBe(true);
      expect(status).toBe(3);
    });
    await embedded.stop();
  });

  realScenario('that there is no such namespace', async (bed) => {
    const output = await (await bed.bare(['doctor', '-o', 'json', '--kubeconfig', bed.admin, '-n', 'no-such-namespace'])).end();

    const { of, status } = readFindings(output);
    expect(of('namespace')).toMatchObject({ status: 'fail', fix: expect.stringContaining('podline setup --apply -n no-such-namespace') });
    expect(of('pods').status).toBe('skipped');
    expect(status).toBe(3);
  });

  realScenario('that a right is missing', async (bed) => {
    await enterAs(bed, withoutVerb(RUNNER_ROLE, 'delete', 'configmaps'));

    const { of, status } = await doctorOf(bed);

    expect(of('rights')).toMatchObject({
      status: 'fail',
      message: 'may not delete configmaps',
      fix: expect.stringContaining('podline setup'),
    });
    expect(of('pods').message).toBe('not looked at: rights are missing');
    expect(status).toBe(3);
  });

  realScenario('that nobody may attach, which costs time only', async (bed) => {
    await enterAs(bed, withoutVerb(RUNNER_ROLE, 'get', 'pods/attach'));

    const { of, status } = await doctorOf(bed, ...PATIENT);

    expect(of('rights')).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('may not get pods/attach: steps are not started'),
    });
    expect(of('attach')).toMatchObject({ status: 'warn', message: expect.stringContaining('cannot attach to Pod/') });
    expect(of('dns').status).toBe('ok');
    expect(status).toBe(0);
  });

  realScenario("that this machine's clock is wrong", async (bed) => {
    const proxy = await proxyOf(bed, { aheadMs: 90_000 });
    await enterAs(bed, RUNNER_ROLE, proxy.url);

    const { of } = await doctorOf(bed, NO_PROBE);
    proxy.stop();

    expect(of('clock')).toMatchObject({ status: 'warn', message: expect.stringMatching(/is (89|90|91) s behind the server's/) });
  });

  realScenario('that a quota has no room', async (bed) => {
    await createQuota(bed, 'full', 'pods=0');

    const { of, status } = await doctor(bed);

    expect(of('quota')).toMatchObject({ status: 'fail', message: 'quota "full": 0 of 0 pods in use, so no step can start' });
    expect(of('pods')).toMatchObject({ status: 'skipped', message: 'not looked at: its pods are refused' });
    expect(of('security').message).toContain('exceeded quota: full');
    expect(status).toBe(3);
  });

  realScenario('that a quota refuses steps that do not say what they need, unless a LimitRange says it', async (bed) => {
    await createQuota(bed, 'memory', 'limits.memory=1Gi');

    const without = await doctor(bed, NO_PROBE);
    await apply(bed, 'LimitRange', { limits: [{ type: 'Container', default: { memory: '32Mi' } }] });
    const withDefaults = await doctor(bed, ...PATIENT);

    expect(without.of('quota')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('counts limits.memory: steps that do not'),
    });
    expect(withDefaults.of('quota').status).toBe('ok');
    expect(withDefaults.of('limits').message).toBe('steps that set no memory limit get 32Mi');
    expect(withDefaults.of('pods').status).toBe('ok');
  });

  realScenario('that volumes of this size are not allowed', async (bed) => {
    await apply(bed, 'LimitRange', { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '1Gi' } }] });

    const { of } = await doctor(bed, NO_PROBE);

    expect(of('limits')).toMatchObject({ status: 'fail', fix: 'give --volume-size 1Gi' });
  });

  realScenario('that no volume is made for a claim', async (bed) => {
    const { of, status } = await doctor(bed, '--storage-class', 'absent', '--probe-timeout', '9s');

    expect(of('storage')).toMatchObject({ status: 'fail', message: 'there is no storage class "absent"' });
    expect(of('volume')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('storageclass.storage.k8s.io "absent" not found'),
    });
    expect(of('pods').status).toBe('unknown');
    expect(of('clean-up').status).toBe('ok');
    expect(status).toBe(3);
  });

  realScenario('that the storage class does not offer ReadWriteMany', async (bed) => {
    const name = bed.namespace;
    await bed.write('storage.json', JSON.stringify(storageForOne(name)));
    const kubectl = kubectlOf(bed.admin);
    await kubectl('apply', '-f', `${bed.folder}/storage.json`);
    try {
      const { of } = await doctor(bed, '--storage-class', name, '--probe-timeout', '40s');

      expect(of('storage').status).toBe('ok');
      expect(of('rwx')).toMatchObject({ status: 'fail', fix: expect.stringContaining('--storage-rwx false') });
      expect(of('pods').status).toBe('ok');
    } finally {
      await kubectl('delete', '-f', `${bed.folder}/storage.json`);
    }
  });

  realScenario('that the namespace is restricted, and what of a run cannot be then', async (bed) => {
    await kubectlOf(bed.admin)('label', 'namespace', bed.namespace, 'pod-security.kubernetes.io/enforce=restricted');

    const { of } = await doctor(bed, ...PATIENT);

    expect(of('security')).toMatchObject({ status: 'warn', fix: expect.stringContaining('--profile restricted') });
    expect(of('pods').status).toBe('ok');
    // host paths do not take fsGroup
    expect(of('volume')).toMatchObject({ status: 'fail', message: expect.stringContaining('cannot create the working directory') });
  });

  realScenario('that no node is of the platform', async (bed) => {
    const { of, status } = await doctor(bed, '--platform', 'linux/s390x', '--probe-timeout', '7s');

    expect(of('nodes')).toMatchObject({ status: 'fail', fix: expect.stringMatching(/^give --platform linux\//) });
    expect(of('pods')).toMatchObject({ status: 'fail', message: expect.stringContaining('nodes are available') });
    expect(status).toBe(3);
  });

  realScenario('that an image cannot be pulled', async (bed) => {
    const { of } = await doctor(bed, '--probe-image', 'busybox:absent', '--probe-timeout', '30s');

    expect(of('pods')).toMatchObject({ status: 'fail', message: expect.stringContaining('busybox:absent') });
    expect(of('dns').status).toBe('unknown');
  });

  realScenario('that steps do not find services', async (bed) => {
    const { of, status } = await doctor(bed, '--cluster-domain', 'other.domain', ...PATIENT);

    expect(of('dns')).toMatchObject({ status: 'fail', fix: expect.stringContaining('--cluster-domain') });
    expect(status).toBe(3);
  });
});

test.each([
  ['--local', () => ['--local']],
  ['with the kubeconfig of podline local', ({ kubeconfig }: Bed) => ['--kubeconfig', kubeconfig]],
])('podline doctor %s says which checks do not apply to the embedded cluster', async (_, where) => {
  const embedded = await startEmbedded();
  await Bed.use(embedded, async (bed) => {
    const { findings, status } = readFindings(
      await (await bed.bare(['doctor', ...where(bed), '--namespace', bed.namespace, '-o', 'json'])).end(),
    );

    const skipped = findings.filter((finding) => finding.status === 'skipped');
    expect(skipped.map(({ check }) => check)).toEqual(['clock', 'rights', 'quota', 'limits', 'storage', 'security', 'rwx', 'non-root']);
    expect(skipped.every(({ message }) => message.startsWith('does not apply to the embedded cluster'))).toBe(true);
    expect(findings.filter((finding) => !skipped.includes(finding) && finding.status !== 'ok')).toEqual([]);
    expect(status).toBe(0);
  });
  await embedded.stop();
});

interface Findings {
  readonly findings: readonly Finding[];
  /** The first of a check. */
  readonly of: (check: Check) => Finding;
  readonly status: number | null;
}

/** What an administrator sees. */
async function doctor(bed: Bed, ...flags: readonly string[]): Promise<Findings> {
  return readFindings(await (await bed.asAdministrator().podline(['doctor', '--output', 'json', ...flags])).end());
}

/** The same, by the account of the bed. */
async function doctorOf(bed: Bed, ...flags: readonly string[]): Promise<Findings> {
  const where = ['--kubeconfig', ACCOUNT_KUBECONFIG, '--namespace', bed.namespace];
  return readFindings(await (await bed.bare(['doctor', '--output', 'json', ...where, ...flags])).end());
}

function readFindings({ stdout, stderr, status }: RunOutput): Findings {
  if (stdout === '') throw new Error(stderr);
  const { findings, exitStatus }: { findings: readonly Finding[]; exitStatus: number } = JSON.parse(stdout);
  expect(exitStatus).toBe(status);
  const of = (check: Check): Finding => {
    const found = findings.find((finding) => finding.check === check);
    if (!found) throw new Error(`no finding on ${check}`);
    return found;
  };
  return { findings, of, status };
}

/** Makes a quota, and waits until it counts. */
async function createQuota(bed: Bed, name: string, hard: string): Promise<void> {
  const kubectl = kubectlOf(bed.admin);
  const here = ['--namespace', bed.namespace];
  await kubectl('create', 'quota', name, `--hard=${hard}`, ...here);
  await kubectl('wait', `quota/${name}`, '--for=jsonpath={.status.used}', '--timeout=20s', ...here);
}

async function apply(bed: Bed, kind: string, spec: object): Promise<void> {
  const file = await bed.write(`${kind}.json`, JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'given' }, spec }));
  await kubectlOf(bed.admin)('apply', '-f', file, '--namespace', bed.namespace);
}

/** A storage class without provisioner, and one volume of it that one node may mount. */
function storageForOne(name: string): object {
  const storageClass = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: 'kubernetes.io/no-provisioner',
  };
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      storageClassName: name,
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      hostPath: { path: `/tmp/${name}`, type: 'DirectoryOrCreate' },
    },
  };
  return { apiVersion: 'v1', kind: 'List', items: [storageClass, volume] };
}
