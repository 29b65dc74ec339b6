import { expect, vi } from 'vitest';
import { SLOW_PATIENCE } from '../patience.js';
import { kubectlOf } from './kubectl.js';
import { realScenario } from './scenario.js';

realScenario('the manifest of one step runs without podline: kubectl applies, shows and removes it', async (bed) => {
  const kubectl = kubectlOf(bed.admin);
  const workflow = `
    skip_clone: true
    steps:
      hello: { image: alpine, commands: ['pwd', 'touch file', 'ls'] }
  `;
  const synth = ['synth', 'workflow.yaml', '--namespace', bed.namespace, '--directory', '-'];
  const { stdout } = await (await bed.bare(synth, { files: { 'workflow.yaml': workflow } })).end();
  const manifest = await bed.write('manifest.yaml', stdout);

  await kubectl('apply', '--filename', manifest);
  await vi.waitFor(async () => {
    const phases = await kubectl('get', 'pods', '--namespace', bed.namespace, '--output', 'jsonpath={.items[*].status.phase}');
    expect(phases).toBe('Succeeded');
  }, SLOW_PATIENCE);
  const log = await kubectl('logs', '--namespace', bed.namespace, '--selector', 'podline.dev/run');
  await kubectl('delete', '--filename', manifest);

  expect(log).toBe('+ pwd\n/woodpecker/src\n+ touch file\n+ ls\nfile\n');
});
