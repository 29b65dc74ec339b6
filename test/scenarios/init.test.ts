import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canShutIn } from '../local/embedded-cluster.js';
import { Podline, ROOT } from './podline.js';

const exec = promisify(execFile);
const isShutIn = await canShutIn();

describe('podline init', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'podline-init-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function podline(...args: readonly string[]) {
    return new Podline(args, { cwd: folder }).end();
  }

  it('writes a workflow that runs as it is', async () => {
    const init = await podline('init');
    const run = await podline('run', isShutIn ? '--local' : '--local=process-unsafe', '--no-save');

    expect(init).toMatchObject({ status: 0, stdout: 'wrote .woodpecker.yaml\n  next: podline run --local\n' });
    expect(run.stdout).toContain('hello from woodpecker');
    expect(run.status).toBe(0);
  });

  it.each([
    ['package.json', 'node:22', 'npm install'],
    ['go.mod', 'golang:', 'go test ./...'],
    ['Cargo.toml', 'rust:', 'cargo test'],
    ['pyproject.toml', 'python:', 'python3 -m compileall'],
  ])('knows a project by its %s, and lint has nothing against what it writes', async (file, image, command) => {
    await writeFile(join(folder, file), '');

    await podline('init');
    const lint = await podline('lint', '--strict');

    const text = await readFile(join(folder, '.woodpecker.yaml'), 'utf8');
    expect(text).toContain(image);
    expect(text).toContain(command);
    expect(lint).toMatchObject({ status: 0, stdout: '0 errors, 0 warnings\n' });
  });

  it.skipIf(!isShutIn)('writes steps for what a package has, without a lock file and without tests too', async () => {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { lint: 'echo clean' } }));

    await podline('init');
    const run = await podline('run', '--local', '--no-save');

    expect(run.stdout).toMatch(/lint .*clean$/m);
    expect(run.status).toBe(0);
  });

  it('writes nothing where a workflow is already', async () => {
    await writeFile(join(folder, '.woodpecker.yml'), 'steps: {}\n');

    const { status, stderr } = await podline('init');

    expect(status).toBe(2);
    expect(stderr).toContain('error[file-exists] there is already: .woodpecker.yml');
    expect(await readdir(folder)).toEqual(['.woodpecker.yml']);
  });

  it.skipIf(!isShutIn)('--typescript writes a project that passes its own test, and synthesizes', async () => {
    const project = join(folder, 'my-ci');
    await mkdir(project);
    await writeFile(join(project, '.gitignore'), '*.log\n/node_modules');
    const init = await podline('init', 'my-ci', '--typescript');
    await install(project);

    const test = await exec('npm', ['test'], { cwd: project });
    const synth = await new Podline(['synth', 'main.ts', '-o', '-'], { cwd: project }).end();
    const cdk8s = await exec('npx', ['--offline', 'cdk8s', 'synth'], {
      cwd: project,
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    });
    const again = await podline('init', 'my-ci', '--typescript');

    expect(init.stdout).toContain('next: cd my-ci && npm install && npm test');
    expect(test.stdout).toMatch(/pass 2\b/);
    expect(synth.stdout.match(/^kind: Pod$/gm)).toHaveLength(3);
    expect(cdk8s.stdout).toContain('dist/ci.k8s.yaml');
    expect(await readFile(join(project, '.gitignore'), 'utf8')).toBe('*.log\n/node_modules\ndist/\n.podline/\n');
    expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining('there is already: package.json, tsconfig.json') });
  });
});

/** What `npm install` would bring, from here: this podline, and what it is developed with. */
async function install(project: string): Promise<void> {
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
  const modules = join(project, 'node_modules');
  const packages = Object.keys({ ...dependencies, ...devDependencies });
  const programs = { 'cdk8s-cli': '.bin/cdk8s', tsx: '.bin/tsx', typescript: '.bin/tsc' };
  const paths = [...packages, ...Object.entries(programs).flatMap(([name, file]) => (packages.includes(name) ? [file] : []))];
  for (const path of paths) {
    await mkdir(join(modules, path, '..'), { recursive: true });
    await symlink(path === 'podline' ? ROOT : join(ROOT, 'node_modules', path), join(modules, path));
  }
}
