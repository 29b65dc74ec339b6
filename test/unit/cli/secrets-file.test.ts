import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadEntries } from '../../../src/cli/load-entries.js';
import { readSecretsFile } from '../../../src/cli/secrets-file.js';
import { emptyFolder } from '../store/folder.js';
import { invocation } from './invocation.js';

const FILE = 'plain: one\nfiltered: { value: two, plugins: [some/plugin], events: [push] }\n';

it('holds secrets by name, and who may use them', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'secrets.yaml'), FILE);

  expect(await readSecretsFile('secrets.yaml', cwd)).toEqual([
    { name: 'plain', value: 'one' },
    { name: 'filtered', value: 'two', plugins: ['some/plugin'], events: ['push'] },
  ]);
});

it('keeps a secret from those who may not use it', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'secrets.yaml'), FILE);
  writeFileSync(join(cwd, 'build.yaml'), 'steps: [{image: a, commands: [x], environment: {A: {from_secret: filtered}}}]');

  const reading = loadEntries(
    { type: 'workflows', files: ['build.yaml'], areNamed: true },
    invocation({ 'secrets-file': 'secrets.yaml' }, { cwd }),
  );

  await expect(reading).rejects.toThrow('the secret "filtered" is for plugins only');
});
