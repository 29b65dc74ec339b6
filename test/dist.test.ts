import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../src/plan/manifest.js';
import { readPlan } from '../src/plan/read-plan.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

async function textsOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)));
}

describe('dist/', () => {
  it('holds what `npm run synth` makes of the examples', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'podline-dist-'));
    try {
      const env = { ...process.env, CDK8S_OUTDIR: folder };
      await promisify(execFile)(join(root, 'node_modules/.bin/tsx'), ['src/main.ts'], { cwd: root, env });

      const synthesized = await textsOf(folder);

      expect(await textsOf(dist)).toEqual(synthesized);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('holds whole runs, one for each example', async () => {
    const objects = Object.entries(await textsOf(dist)).flatMap(([file, text]) => parseManifest({ file, text }));
    const runs = new Set(objects.map(({ metadata }) => metadata.labels?.['podline.dev/run']));

    const plans = [...runs].map((run) => readPlan(objects.filter(({ metadata }) => metadata.labels?.['podline.dev/run'] === run)).plan);

    const examples = (await readdir(join(root, 'examples'))).filter((name) => name.endsWith('.yaml'));
    expect(plans).toHaveLength(examples.length);
  });
});
