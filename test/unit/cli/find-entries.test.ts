import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findEntries } from '../../../src/cli/find-entries.js';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'podline-entries-'));
});

afterEach(async () => {
  await rm(cwd, { recursive: true, force: true });
});

it.each([
  ['nothing at all', {}, /^podline init writes one/],
  ['a main.ts', { 'main.ts': '' }, /^podline run main\.ts, or podline init$/],
  ['a cdk8s.yaml', { 'cdk8s.yaml': 'language: typescript\napp: npx tsx src/ci.ts\n' }, /^podline run src\/ci\.ts, or podline init$/],
  ['a cdk8s.yaml that names no program', { 'cdk8s.yaml': 'app: make\n' }, /^podline init writes one/],
])('says what to do where there is %s, and no workflow', async (_, files, hint) => {
  for (const [file, text] of Object.entries(files)) await writeFile(join(cwd, file), text);

  await expect(findEntries([], { argv: [], cwd })).rejects.toMatchObject({
    code: 'no-workflow-found',
    message: 'there is no workflow here: neither .woodpecker, .woodpecker.yaml nor .woodpecker.yml',
    hint: expect.stringMatching(hint),
  });
});
