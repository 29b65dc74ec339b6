import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

describe('npm run import', () => {
  let into: string;

  beforeAll(async () => {
    into = await mkdtemp(join(tmpdir(), 'podline-import-'));
    await run(process.execPath, [join(root, 'scripts/import-k8s.mjs'), '--into', into]);
  });

  afterAll(() => rm(into, { recursive: true, force: true }));

  it.each(['imports/k8s.ts', 'schemas/k8s-1.36.json'])('reproduces the committed %s from the committed schema', async (path) => {
    const committed = await readFile(join(root, path));

    const regenerated = await readFile(join(into, path));

    // Not toEqual: its diff of files this long takes minutes.
    expect(regenerated.equals(committed)).toBe(true);
  });
});
