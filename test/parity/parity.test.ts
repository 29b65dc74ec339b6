import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { judge } from '../../parity/review.js';
import { REVIEWED, type Reviewed } from '../../parity/reviewed.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, '../shared/parity');

interface Output {
  readonly status: number;
  readonly stdout: string;
}

async function parity(...args: readonly string[]): Promise<Output> {
  return new Promise((resolve) => {
    const child = execFile(join(ROOT, 'node_modules/.bin/tsx'), ['parity/main.ts', ...args], { cwd: ROOT }, (_, stdout) =>
      resolve({ status: child.exitCode ?? 70, stdout }),
    );
  });
}

const difference = { case: '1', object: 'pod build', field: 'spec hostname', ours: 'build', theirs: 'other' };
const hostName: Reviewed = { cites: 'Q-1', why: 'another name', matches: ({ field }) => field === 'spec hostname' };

describe('the reviewed list', () => {
  it('hides what is meant', () => {
    const { open, failed } = judge({ compared: 20, differences: [difference] }, { reviewed: [hostName], mustAllHide: true });

    expect({ open, failed }).toEqual({ open: [], failed: false });
  });

  it('fails with a difference that it does not hide', () => {
    const { open, failed } = judge({ compared: 20, differences: [difference] }, { reviewed: [], mustAllHide: true });

    expect({ open, failed }).toEqual({ open: [difference], failed: true });
  });

  it('fails with a pattern that hides more than a twentieth of what is compared', () => {
    const { patterns, failed } = judge({ compared: 19, differences: [difference] }, { reviewed: [hostName], mustAllHide: false });

    expect(patterns).toMatchObject([{ count: 1, problem: 'hides too much' }]);
    expect(failed).toBe(true);
  });

  it('fails with a pattern that hides nothing, unless only a part of the cases is looked at', () => {
    const [whole, part] = [true, false].map((mustAllHide) =>
      judge({ compared: 20, differences: [] }, { reviewed: [hostName], mustAllHide }),
    );

    expect(whole).toMatchObject({ failed: true, patterns: [{ problem: 'hides nothing' }] });
    expect(part?.failed).toBe(false);
  });

  it.each(REVIEWED)('cites quirks or a decision of the design: $cites', ({ cites }) => {
    expect(cites).toMatch(/^(Q-\d+(, Q-\d+)*|README\.md: .+)$/);
  });
});

describe.skipIf(!existsSync(FOLDER))('what podline makes of workflow files', () => {
  it('is what the reference implementation makes of them, but for what is reviewed', async () => {
    const { status, stdout } = await parity();

    expect(stdout.trim().split('\n').at(-1)).toMatch(/^\d{4,} equal, 0 different, \d+ reviewed$/);
    expect(status).toBe(0);
  });
});

describe.skipIf(!existsSync(FOLDER))('the objects of pods are those of the reference implementation', () => {
  it('in every case whose steps are', async () => {
    const { status, stdout } = await parity('--only', 'kubernetes');

    expect(stdout.trim().split('\n').at(-1)).toMatch(/^\d{4,} equal, 0 different, \d+ reviewed$/);
    expect(status).toBe(0);
  });

  it('and a difference is told by case, object and field', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'podline-parity-'));
    try {
      await cp(FOLDER, folder, { recursive: true });
      const file = join(folder, 'workflows/502/expected.json');
      await writeFile(file, (await readFile(file, 'utf8')).replace('"hostname": "build"', '"hostname": "other"'));

      const { status, stdout } = await parity(folder, '--only', 'kubernetes');

      expect(stdout).toContain('502: pod build: spec hostname: "build" in place of "other"');
      expect(status).toBe(1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
