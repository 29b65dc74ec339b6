import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Downstream, pack, type Tarball } from './downstream.js';

const PIPELINE = `
import { App } from 'cdk8s';
import { Pipeline, StepPod } from 'podline';

const app = new App();
const pipeline = new Pipeline(app, 'hello', { platform: 'linux/amd64' });
new StepPod(pipeline, 'greet', { image: 'busybox:1.36', commands: ['echo hello'] });
app.synth();
`;

describe('the published package', () => {
  let parent: string;
  let tarball: Tarball;
  let project: Downstream;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'podline-pack-'));
    tarball = await pack(parent);
    project = await Downstream.create(parent, tarball);
    await project.write('main.ts', PIPELINE);
    console.info(
      `tarball: ${tarball.files.length} files, ${kib(tarball.size)} packed, ${kib(tarball.unpackedSize)} unpacked, ${Object.keys(project.podline.dependencies).length} dependencies`,
    );
  }, 120_000);

  afterAll(() => rm(parent, { recursive: true, force: true }));

  it('contains every file that its exports and bin name', () => {
    const named = [...Object.values(project.podline.exports), project.podline.bin].flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );

    const packed = tarball.files.map(({ path }) => path);

    expect(packed).toEqual(expect.arrayContaining(named.map((path) => path.replace(/^\.\//, ''))));
  });

  it('contains nothing but the compiled code, its declarations and licences', () => {
    const expected =
      /^(lib\/(src|imports)\/.*\.(js|d\.ts)|lib\/bin\/(.*\.js|THIRD-PARTY-LICENSES\.txt)|(README|CHANGELOG)\.md|LICENSE|package\.json|schema\/.*\.json)$/;

    const others = tarball.files.map(({ path }) => path).filter((path) => !expected.test(path));

    expect(others).toEqual([]);
  });

  it('stays small', () => {
    expect(tarball.size).toBeLessThan(1536 * 1024);
    expect(tarball.unpackedSize).toBeLessThan(6 * 1024 * 1024);
    expect(Object.keys(project.podline.dependencies).length).toBeLessThanOrEqual(12);
  });

  it('synthesizes where the cluster client is not installed', async () => {
    const without = await Downstream.create(parent, tarball, ['@kubernetes/client-node']);

    const output = await without.evaluate(`import { Pipeline } from 'podline'; console.log(typeof Pipeline)`);

    expect(output).toBe('function\n');
  });

  it('offers the runner under a path of its own', async () => {
    const output = await project.evaluate(`import * as runner from 'podline/runner'; console.log(Object.keys(runner).length > 0)`);

    expect(output).toBe('true\n');
  });

  it('type-checks a pipeline against its declarations', async () => {
    const check = project.npx('tsc', '--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022', 'main.ts');

    await expect(check).resolves.toBe('');
  });

  it('installs the command line, of the same version', async () => {
    const output = await project.npx('podline', '--version');

    expect(output).toBe(`${project.podline.version}\n`);
  });

  it('synthesizes a pipeline in TypeScript with cdk8s synth', async () => {
    await project.write('cdk8s.yaml', 'language: typescript\napp: npx tsx main.ts\n');

    await project.npx('cdk8s', 'synth');

    const manifest = await project.read('dist/hello.k8s.yaml');
    expect(manifest).toMatch(/^kind: Pod$/m);
    expect(manifest).toMatch(/^ +image: busybox:1\.36$/m);
  });
});

function kib(bytes: number): string {
  return `${Math.round(bytes / 1024)} KiB`;
}
