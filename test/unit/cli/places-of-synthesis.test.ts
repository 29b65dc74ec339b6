import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findEntries } from '../../../src/cli/find-entries.js';
import { loadEntries } from '../../../src/cli/load-entries.js';
import { emptyFolder } from '../store/folder.js';
import { invocation } from './invocation.js';

async function load(text: string): Promise<unknown> {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, '.woodpecker.yaml'), text);
  const asked = invocation({}, { cwd });
  return loadEntries(await findEntries([], asked.io), asked);
}

describe('what a synthesis finds wrong in a workflow file', () => {
  it('is told at the step, beside what was found when the file was read', async () => {
    const loading = load('steps:\n  test: { image: a, commands: [x], pul: yes }\n  bad: { image: a b, commands: [x] }\n');

    await expect(loading).rejects.toMatchObject({
      diagnostics: [
        { severity: 'warning', code: 'unknown-key', position: { file: '.woodpecker.yaml', line: 2, column: 36 } },
        {
          severity: 'error',
          code: 'invalid-pipeline',
          message: '"bad": "a b" is not the name of an image',
          position: { file: '.woodpecker.yaml', line: 3, column: 3 },
        },
      ],
    });
  });
});
