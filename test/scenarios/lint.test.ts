import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SARIF_SCHEMA } from '../unit/report/sarif-schema.js';
import { Podline, ROOT } from './podline.js';

const GOOD = 'steps: [{ name: a, image: alpine, commands: [ls], when: { event: push } }]';
const WARNED = 'steps:\n  - name: a\n    image: alpine\n    comands: [ls]\n    commands: [ls]\n    when: { event: push }\n';
const WRONG = 'steps:\n  - name: a\n    image: alpine\n    commands: { a: b }\n';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'podline-lint-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function lint(text: string, ...flags: readonly string[]) {
  await writeFile(join(folder, '.woodpecker.yaml'), text);
  return new Podline(['lint', ...flags], { cwd: folder }).end();
}

it.each([
  ['0 where nothing is wrong', GOOD, ['--strict'], 0],
  ['0 for warnings', WARNED, [], 0],
  ['2 for warnings with --strict', WARNED, ['--strict'], 2],
  ['2 for errors', WRONG, [], 2],
])('lint ends with %s', async (_, text, flags, status) => {
  const { status: ended, stderr } = await lint(text, ...flags);

  expect(stderr).toBe('');
  expect(ended).toBe(status);
});

it('lint shows the line, what is meant in it, and a hint', async () => {
  const { stdout } = await lint(WARNED);

  expect(stdout).toContain('.woodpecker.yaml:4:5 warning[unknown-key] unknown key "comands" in a step\n');
  expect(stdout).toContain('  4 |     comands: [ls]\n    |     ^^^^^^^ did you mean "commands"?\n');
});

it('lint writes JSON and SARIF that a program reads, and annotations for GitHub', async () => {
  const json = JSON.parse((await lint(WRONG, '--format', 'json')).stdout);
  const sarif = JSON.parse((await lint(WRONG, '--format', 'sarif')).stdout);

  const wrong = { severity: 'error', code: 'wrong-type', position: { line: 4, column: 15 } };
  expect(json.diagnostics).toContainEqual(expect.objectContaining({ ...wrong, position: expect.objectContaining(wrong.position) }));
  expect(sarif.runs[0].results).toContainEqual(expect.objectContaining({ ruleId: 'wrong-type', level: 'error' }));
  expect(new Ajv().validate(SARIF_SCHEMA, sarif)).toBe(true);
  expect((await lint(WRONG, '--format', 'github')).stdout).toContain('::error file=.woodpecker.yaml,line=4,col=15');
});

it('lint reads programs and manifests too', async () => {
  const runs = ['examples/ci.ts', 'dist/hello.k8s.yaml'].map((file) => new Podline(['lint', file], { cwd: ROOT }).end());

  expect((await Promise.all(runs)).map(({ status, stdout }) => [status, stdout])).toEqual([
    [0, '0 errors, 0 warnings\n'],
    [0, '0 errors, 0 warnings\n'],
  ]);
});

it('schema prints what editors check workflow files by', async () => {
  const { stdout, status } = await new Podline(['schema'], { cwd: folder }).end();

  expect(JSON.parse(stdout)).toMatchObject({ type: 'object', required: ['steps'] });
  expect(status).toBe(0);
});
