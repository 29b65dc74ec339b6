import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PATIENCE } from '../patience.js';
import { canShutIn, EmbeddedCluster, isRunning, sh } from './embedded-cluster.js';

const MOUNT = { volumeMounts: [{ name: 'v', mountPath: '/woodpecker' }], workingDir: '/woodpecker/src' };
const CLAIM = {
  metadata: { name: 'work' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const VOLUMES = [{ name: 'v', persistentVolumeClaim: { claimName: 'work' } }];

let cluster: EmbeddedCluster;

async function run(name: string, script: string, more: { readonly step?: object; readonly spec?: object } = {}): Promise<string> {
  const container = { name: 'step', image: 'alpine', ...sh(script), ...more.step };
  await cluster.createPod(name, {}, { spec: { containers: [container], ...more.spec } });
  await cluster.ended(name);
  return cluster.log(name);
}

describe.runIf(await canShutIn())('a container of the runtime "process"', () => {
  beforeAll(async () => {
    cluster = await EmbeddedCluster.start({ runtime: 'process' });
    await cluster.create('persistentvolumeclaims', CLAIM);
  });
  afterAll(async () => cluster.stop());

  it('sees its workspace at the mount path, which is not made on this machine', async () => {
    const before = readdirSync('/');

    const log = await run('workspace', 'pwd; touch file; ls /woodpecker/src', { step: MOUNT, spec: { volumes: VOLUMES } });

    expect(log).toBe('/woodpecker/src\nfile\n');
    expect(readdirSync('/')).toEqual(before);
  });

  it("sees neither the person's home nor /tmp nor processes nor the state of the cluster", async () => {
    const log = await run(
      'blind',
      `ls -A ${homedir()} ~ /tmp /home /run; ls ${cluster.stateRoot} 2>&1 >/dev/null | wc -l; ls -d /proc/[0-9]* | wc -l`,
    );

    const [refused, processes] = log.trimEnd().split('\n').slice(-2);
    expect(refused).toBe('1');
    // the shell itself and those of ls and wc that have begun when it looks; this machine has many more
    expect(Number(processes)).toBeLessThanOrEqual(4);
    expect(log).not.toContain('.bash');
  });

  it('harms nothing outside, whatever it removes', async () => {
    const victim = join(tmpdir(), `podline-victim-${process.pid}`);
    mkdirSync(victim);
    writeFileSync(join(victim, 'file'), 'precious');
    const before = { etc: readdirSync('/etc'), home: readdirSync(homedir()) };

    await run('vandal', `rm -rf ~ /tmp/* ${victim} /home /etc /usr/lib 2>/dev/null; rm -rf --no-preserve-root / 2>/dev/null; true`);

    const spared = readFileSync(join(victim, 'file'), 'utf8');
    rmSync(victim, { recursive: true });
    expect(spared).toBe('precious');
    expect({ etc: readdirSync('/etc'), home: readdirSync(homedir()) }).toEqual(before);
  });

  it.each([
    ['write to the system', 'touch /usr/x /etc/x'],
    ['make a mount writable', 'mount -o remount,bind,rw /usr'],
    ['make a device', 'mknod /tmp/disk b 8 0'],
    ['set a kernel parameter', 'echo x >/proc/sys/kernel/core_pattern'],
    ['see processes of this machine', `kill -0 ${process.pid}`],
  ])('cannot %s', async (title, command) => {
    expect(await run(title.replaceAll(' ', '-'), `{ ${command}; } 2>/dev/null && echo done || echo refused`)).toBe('refused\n');
  });

  it('finds services and pods by name, and the host aliases of its spec', async () => {
    await cluster.create('services', { metadata: { name: 'db' }, spec: { clusterIP: 'None' } });
    const spec = { hostname: 'web', subdomain: 'db', hostAliases: [{ ip: '192.0.2.7', hostnames: ['other.test'] }] };

    const log = await run('named', 'for name in db db.default.svc.cluster.local web web.db other.test; do getent hosts $name; done', {
      spec,
    });

    const found = log
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s+/));
    expect(found.map(([address]) => address)).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.1', '192.0.2.7']);
  });

  it('finds a service that is created later', async () => {
    await cluster.createPod('early', { ...sh('echo ready; until getent hosts late; do sleep 0.05; done') });
    await cluster.said('early', 'ready');

    await cluster.create('services', { metadata: { name: 'late' }, spec: { clusterIP: 'None' } });

    expect((await cluster.ended('early')).status.phase).toBe('Succeeded');
  });

  it('can open its standard streams again, and has a clean /dev and writable /tmp', async () => {
    const log = await run('streams', 'echo a >/dev/stdout; echo b >/dev/stderr; cat /dev/stdin; echo x >/tmp/x && cat /tmp/x');

    expect(log.trimEnd().split('\n').sort()).toEqual(['a', 'b', 'x']);
  });

  it('keeps its variables off the command lines that everybody can read', async () => {
    const env = [
      { name: 'TOKEN', value: 'hush-hush' },
      { name: 'odd.name', value: 'hush-hush' },
    ];
    await cluster.createPod('secretive', { ...sh('echo "$TOKEN"; sleep 100'), env });
    await cluster.said('secretive', 'hush-hush\n');

    const commandLines = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });

    expect(commandLines).toContain('unshare --user');
    expect(commandLines).not.toContain('hush-hush');
  });

  it('gets variables of any name, and none of them means anything to what starts it', async () => {
    const env = [
      { name: 'odd.name', value: "it's odd" },
      { name: 'BASH_ENV', value: '/etc/passwd' },
      { name: 'BASH_FUNC_exec%%', value: '() { echo caught; }' },
    ];
    await cluster.createPod('odd', { command: ['env'], env });
    await cluster.ended('odd');

    const lines = (await cluster.log('odd')).trimEnd().split('\n');

    expect(lines).toEqual(expect.arrayContaining(env.map(({ name, value }) => `${name}=${value}`)));
    expect(lines.filter((line) => !line.includes('='))).toEqual([]);
  });

  it('leaves no process behind when its first process ends', async () => {
    const log = await run('daemon', '(sleep 1000 && echo never) & echo started');

    expect(log).toBe('started\n');
  });

  it('can be asked by a readiness probe', async () => {
    const readinessProbe = { exec: { command: ['test', '-e', '/tmp/up'] }, periodSeconds: 0.02 };
    await cluster.createPod('probed', { ...sh('touch /tmp/up; sleep 100'), readinessProbe });

    const pod = await cluster.until('probed', ({ status }) => status.containerStatuses?.[0]?.ready === true);

    expect(pod.status.phase).toBe('Running');
  });
});

describe('a container of the runtime "process-unsafe"', () => {
  beforeAll(async () => {
    cluster = await EmbeddedCluster.start({ runtime: 'process-unsafe' });
    await cluster.create('persistentvolumeclaims', CLAIM);
  });
  afterAll(async () => cluster.stop());

  it('works in the folder of its volume, also where its script or environment names the mount path', async () => {
    const step = { ...MOUNT, env: [{ name: 'CI_WORKSPACE', value: '/woodpecker/src' }] };

    const log = await run('moved', 'echo a >file; cat /woodpecker/src/file "$CI_WORKSPACE/file"; pwd', {
      step,
      spec: { volumes: VOLUMES },
    });

    expect(log).toMatch(/^a\na\n\/.+\/claims\/pvc-[^/]+\/src\n$/);
  });

  it('still gets a clean environment and a home of its own', async () => {
    const log = await run('clean', 'echo $HOME; env | cut -d= -f1 | sort | tr "\\n" " "');

    expect(log).not.toContain(`${homedir()}\n`);
    expect(log).toMatch(/HOME HOSTNAME (OLDPWD )?PATH PWD (SHLVL )?TERM (_ )?$/);
  });

  it('is gone with its children when it is deleted', async () => {
    await cluster.createPod('family', sh('sleep 4711 & echo $!; wait'));
    await cluster.said('family', '\n');
    const child = Number((await cluster.log('family')).trim());

    await cluster.request('DELETE', 'pods/family?gracePeriodSeconds=0');
    await cluster.cluster.stop();

    await vi.waitFor(() => expect(isRunning(child)).toBe(false), PATIENCE);
  });
});
