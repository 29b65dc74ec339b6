import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typeErrors } from '../docs/type-check.js';
import { exampleFiles } from './example-files.js';
import { Podline, ROOT } from './podline.js';

const run = promisify(execFile);

/** Has one of everything that a program can have. */
const EVERYTHING = `
labels: { team: core }
workspace: { base: /go, volume: none }
clone:
  - { name: first, image: git, settings: { depth: 1 } }
  - { name: second, image: git, commands: ['git fetch'] }
services:
  - { name: 'my db', image: pg, ports: [5432, 53/udp], environment: { PASSWORD: { from_secret: db } } }
  - { name: mq, image: rabbit, ports: [5672], ready: { log: 'startup complete', timeout: 2m } }
  - { name: cache, image: redis, ports: [6379], ready: false }
  - { name: asked, image: pg, ready: { exec: pg_isready --quiet } }
  - { name: answers, image: web, ready: { http: 80/health } }
steps:
  - { name: class, image: a, commands: ["echo 'quoted' \\\\ $HOME", "line\\n\\ttwo"], depends_on: [] }
  - { name: 1 two, image: a, commands: [x], depends_on: [class], timeout: 90s, retry: { limit: 2, on: [oom], backoff: 1m } }
  - { name: plugin, image: p, settings: { list: [1, { from_secret: t }], map: { a-b: 1.10 } }, depends_on: [1 two], failure: ignore }
  - { name: last, image: a, commands: [x], depends_on: [plugin, class], when: { status: [success, failure] }, detach: true, start_ahead: false }
  - name: options
    image: a
    commands: [x]
    depends_on: [class]
    backend_options: { kubernetes: { labels: { a/b: c }, tolerations: [{ key: k, operator: Exists }], podPatch: [{ op: add, path: /spec/x, value: 1 }] } }
`;

/** What examples are for, unless it is a push. */
const FLAGS: readonly (readonly [string, readonly string[]])[] = [
  ['release', ['--event', 'tag', '--commit-ref', 'refs/tags/v1.2.3']],
  ['cron', ['--event', 'cron', '--cron', 'nightly']],
];

let folder: string;

beforeAll(async () => {
  // a program finds podline from inside of its package
  folder = await mkdtemp(join(ROOT, 'lib', 'import-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The texts of manifests by file, each under the same run id. */
async function manifestsIn(name: string): Promise<Readonly<Record<string, string>>> {
  const texts = await Promise.all(
    (await readdir(join(folder, name))).sort().map(async (file) => [file, await readFile(join(folder, name, file), 'utf8')] as const),
  );
  return Object.fromEntries(texts.map(([file, text]) => [file, text.replaceAll(/podline\.dev\/run: (\w+)/.exec(text)?.[1] ?? '?', 'RUN')]));
}

describe('podline import', () => {
  it('writes programs that synthesize what the workflow files do, and have no type errors', async () => {
    await writeFile(join(folder, 'everything.yaml'), EVERYTHING);
    const files = [...exampleFiles().map((file) => join('examples', file)), join(folder, 'everything.yaml')];
    const names = files.map((file) => file.replaceAll(/\W/g, '-'));
    for (const [index, file] of files.entries()) {
      const name = names[index] ?? '';
      const flags = FLAGS.find(([sign]) => file.includes(sign))?.[1] ?? ['--event', 'push'];
      await mkdir(join(folder, `${name}-program`));
      const done = [
        new Podline(['synth', file, '-o', join(folder, name), ...flags], { cwd: ROOT }).end(),
        new Podline(['import', file, '-o', join(folder, `${name}.ts`), ...flags], { cwd: ROOT }).end(),
      ];
      expect((await Promise.all(done)).map(({ status, stderr }) => (status === 0 ? 0 : stderr))).toEqual([0, 0]);
    }
    const driver = names.map(
      (name) => `process.env.CDK8S_OUTDIR = ${JSON.stringify(join(folder, `${name}-program`))}; await import('./${name}.ts');`,
    );
    await writeFile(join(folder, 'driver.mjs'), driver.join('\n'));
    await run(process.execPath, ['--import', 'tsx', join(folder, 'driver.mjs')], { cwd: ROOT, env: { PATH: process.env.PATH } });

    for (const name of names) {
      const expected = await manifestsIn(name);
      expect(Object.keys(expected)).not.toEqual([]);
      expect(await manifestsIn(`${name}-program`)).toEqual(expected);
    }
    const programs = await Promise.all(
      names.map(async (name) => ({
        place: name,
        file: `${name}.ts`,
        language: 'ts',
        text: await readFile(join(folder, `${name}.ts`), 'utf8'),
      })),
    );
    expect(typeErrors(programs)).toEqual([]);
  });

  it('does not write over a file, and takes workflow files only', async () => {
    await writeFile(join(folder, 'mine.ts'), 'mine');
    const over = await new Podline(['import', 'examples/hello.yaml', '-o', join(folder, 'mine.ts')], { cwd: ROOT }).end();
    const manifest = await new Podline(['import', 'dist/hello.k8s.yaml'], { cwd: ROOT }).end();

    expect(over.stderr).toMatch(
      /^error\[file-exists\] there is a file ".*mine\.ts" already\n {2}hint: name another file, or remove this one\n$/,
    );
    expect(await readFile(join(folder, 'mine.ts'), 'utf8')).toBe('mine');
    expect([over.status, manifest.status]).toEqual([2, 2]);
  });
});

it('graph draws what the steps of an example wait for', async () => {
  const { stdout, status } = await new Podline(['graph', 'examples/diamond.yaml'], { cwd: ROOT }).end();

  expect(stdout).toBe(
    [
      'flowchart LR',
      '  p0s0["fetch"]',
      '  p0s1["slow"]',
      '  p0s2["quick"]',
      '  p0s3["check"]',
      '  p0s4["report"]',
      '  p0s0 --> p0s1',
      '  p0s0 --> p0s2',
      '  p0s2 --> p0s3',
      '  p0s1 --> p0s4',
      '  p0s3 --> p0s4',
      '',
    ].join('\n'),
  );
  expect(status).toBe(0);
});
