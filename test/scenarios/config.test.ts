import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Podline } from './podline.js';

const WORKFLOW = 'skip_clone: true\nsteps:\n  hello: { image: alpine, commands: [echo hello] }\n';

describe('podline.config', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'podline-config-'));
    await writeFile(join(folder, 'workflow.yaml'), WORKFLOW);
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function podline(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return new Podline(args, { cwd: folder, env }).end();
  }

  it('stands for flags that were not given: flag, variable, configuration, default', async () => {
    const namespaceOf = async (args: readonly string[], env?: Readonly<Record<string, string>>) =>
      /^ {2}namespace: (\S+)$/m.exec((await podline(['synth', 'workflow.yaml', '-o', '-', ...args], env)).stdout)?.[1];
    const variable = { WOODPECKER_BACKEND_K8S_NAMESPACE: 'variable' };

    const without = await namespaceOf([]);
    await writeFile(join(folder, 'podline.config.json'), '{ "namespace": "configured", "volume-size": "3G" }');

    expect(without).toBe('woodpecker');
    expect(await namespaceOf([])).toBe('configured');
    expect(await namespaceOf([], variable)).toBe('variable');
    expect(await namespaceOf(['-n', 'flag'], variable)).toBe('flag');
  });

  it('runs on the embedded cluster where it says so', async () => {
    await writeFile(join(folder, 'podline.config.yaml'), 'local: process-unsafe\nquiet: true\nno-save: true\n');

    const { status, stdout, stderr } = await podline(['run', 'workflow.yaml']);

    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain('passed after');
  });

  it('is refused with file, line and column before anything is done', async () => {
    await writeFile(join(folder, 'podline.config.yaml'), 'local: true\nmax-pod: 3\n');

    const { status, stderr } = await podline(['run', 'workflow.yaml']);

    expect(status).toBe(2);
    expect(stderr).toContain('podline.config.yaml:2:1 error[wrong-config] unknown key "max-pod"\n  2 | max-pod: 3\n');
    expect(stderr).toContain('did you mean "max-pods"?');
  });

  it('is one file', async () => {
    for (const file of ['podline.config.yaml', 'podline.config.json']) await writeFile(join(folder, file), '{}');

    const { status, stderr } = await podline(['ps']);

    expect(status).toBe(2);
    expect(stderr).toContain('error[wrong-config] there are both podline.config.yaml and podline.config.json');
  });
});
