import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canShutIn } from '../local/embedded-cluster.js';
import { Podline } from './podline.js';

const LOCAL = (await canShutIn()) ? '--local' : '--local=process-unsafe';

/** Files whose copy takes some time. */
const MUCH = 5_000;

/** Nobody listens there: it is only declared. */
const PORT = 8099;

/** How long the steps sleep, in seconds: a number that no other process has in its command line. */
const FOREVER = `${randomInt(1e9, 1e10)}`;

const LISTS = { name: 'list', image: 'alpine', commands: ['ls'] };

describe('run --local, without any kubeconfig', () => {
  let folder: string;
  let temporary: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'podline-local-run-'));
    temporary = join(folder, 'tmp');
    await mkdir(temporary);
    await writeFile(join(folder, '.gitignore'), 'tmp\nworkflow.yaml\n');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function start(script: string): Promise<Podline> {
    const file = await workflow('workflow.yaml', { steps: [{ name: 'work', image: 'alpine', commands: [script] }] });
    return new Podline(['run', LOCAL, file, '--output', 'json'], { cwd: folder, env: { TMPDIR: temporary } });
  }

  it('works on a copy of this folder, in place of a clone', async () => {
    await writeFile(join(folder, 'source'), 'mine');

    const run = await (await start('ls; echo theirs > source; touch made; cat source')).end();

    expect(run.log('work')).toEqual(['source', 'theirs']);
    expect(await readFile(join(folder, 'source'), 'utf8')).toBe('mine');
    expect(await readdir(folder)).not.toContain('made');
    expect(run.status).toBe(0);
  });

  it('says what it copies where that is much', async () => {
    await mkdir(join(folder, 'node_modules'));
    for (let file = 0; file <= MUCH; file++) await writeFile(join(folder, 'node_modules', `${file}.js`), '');

    const much = await (await start('ls node_modules | wc -l')).end();
    await writeFile(join(folder, '.gitignore'), 'tmp\nworkflow.yaml\nnode_modules\n.podline\n');
    const little = await (await start('ls -A')).end();

    expect(much.log('work')).toEqual([`${MUCH + 1}`]);
    expect(much.stdout).toMatch(/copying the source: \d+ files, .+; what \.gitignore names is left out/);
    expect(little.log('work')).toEqual(['.gitignore']);
    expect(little.stdout).not.toContain('copying the source');
  });

  it('says which steps have nothing to run, before they run', async () => {
    const file = await workflow('workflow.yaml', { services: [{ name: 'db', image: 'postgres' }], steps: [LISTS] });

    const run = await new Podline(['run', LOCAL, file, '--output', 'json'], { cwd: folder, env: { TMPDIR: temporary } }).end();

    const told = run.events.findIndex((event) => event.type === 'notice' && event.message.endsWith('they have no commands: db'));
    expect(run.events[told]).toMatchObject({ level: 'warning', hint: 'give them commands, or run on a cluster' });
    expect(told).toBeLessThan(run.events.findIndex(({ type }) => type === 'run-started'));
    expect(run.result('db')).toMatchObject({ reason: 'StartError', hint: 'give it commands, or run on a cluster' });
  });

  it('runs pipelines whose services want the same port one after the other', async () => {
    const file = await workflow('workflow.yaml', {
      matrix: { AXIS: ['a', 'b', 'c'] },
      services: [{ name: 'web', image: 'alpine', ports: [PORT], ready: false, commands: ['sleep 600'] }],
      steps: [LISTS],
    });

    const run = await new Podline(['run', LOCAL, file, '--output', 'json'], { cwd: folder, env: { TMPDIR: temporary } }).end();

    const ended = run.events.flatMap((event) => (event.type === 'step-finished' ? [event.result.step.split('/')[0]] : []));
    const axes = ['workflow-1', 'workflow-2', 'workflow-3'];
    expect(ended).toEqual(axes.flatMap((axis) => [axis, axis]));
    expect(run.stdout).toContain(`they share port ${PORT} of this machine: ${axes.join(', ')}`);
    expect(run.status).toBe(0);
  });

  it('leaves neither folder nor process behind when it is stopped', async () => {
    const podline = await start(`echo begun; sleep ${FOREVER}`);
    await podline.until('"text":"begun"');
    const running = stepProcesses();

    podline.signal('SIGTERM');
    const run = await podline.end();

    expect(run.report.outcome).toBe('canceled');
    expect(running).not.toEqual([]);
    expect(stepProcesses()).toEqual([]);
    expect(await remains()).toEqual([]);
    expect(run.status).toBe(143);
  });

  it('removes what was left where it was killed the last time', async () => {
    const killed = await start(`echo begun; sleep ${FOREVER}`);
    await killed.until('"text":"begun"');
    killed.kill();
    await killed.end();

    const run = await (await start('echo again')).end();

    expect(run.status).toBe(0);
    expect(stepProcesses()).toEqual([]);
    expect(await remains()).toEqual([]);
  });

  it('works on a copy of this folder also on a cluster that podline local keeps running', async () => {
    await writeFile(join(folder, 'source'), 'mine');
    const env = { TMPDIR: temporary };
    const cluster = new Podline(['local', LOCAL, '--write-kubeconfig', 'tmp/kubeconfig'], { cwd: folder, env });
    await cluster.until('embedded cluster with the namespace');
    const cloned = await workflow('cloned.yaml', { steps: [LISTS] });
    const empty = await workflow('empty.yaml', { skip_clone: true, steps: [LISTS] });

    const runs = [cloned, empty].map((file) => {
      const args = ['run', '--kubeconfig', 'tmp/kubeconfig', file, '--output', 'json'];
      return new Podline(args, { cwd: folder, env }).end();
    });
    const [copied, skipped] = await Promise.all(runs);
    cluster.signal('SIGTERM');
    await cluster.end();

    expect(copied?.states).toEqual({ source: 'passed', list: 'passed' });
    expect(copied?.log('list')).toContain('source');
    expect(copied?.stdout).toContain('images are not used');
    expect(skipped?.states).toEqual({ list: 'passed' });
    expect(skipped?.log('list')).toEqual([]);
  });

  async function workflow(file: string, content: object): Promise<string> {
    await writeFile(join(folder, file), JSON.stringify(content));
    return file;
  }

  /** Files of runs that are over. */
  async function remains(): Promise<readonly string[]> {
    return (await readdir(temporary, { recursive: true, withFileTypes: true }))
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name);
  }
});

/** Command lines of the processes on this machine that are of our steps. */
function stepProcesses(): readonly string[] {
  const commands = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine);
  return commands.filter((command) => command.includes(FOREVER));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
