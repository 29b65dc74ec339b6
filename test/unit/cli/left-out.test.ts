import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findEntries } from '../../../src/cli/find-entries.js';
import type { FlagValues } from '../../../src/cli/flags.js';
import { loadEntries } from '../../../src/cli/load-entries.js';
import { emptyFolder } from '../store/folder.js';
import { invocation } from './invocation.js';

const STEPS = `
services: { db: { image: a, when: { event: tag } } }
steps:
  test: { image: a, commands: [x] }
  publish: { image: a, commands: [x], when: { event: push } }
  'both axes': { image: a, commands: [x], when: { matrix: { AXIS: one } } }
`;

async function told(files: Readonly<Record<string, string>>, flags: FlagValues = {}): Promise<string | undefined> {
  const cwd = emptyFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  const asked = invocation(flags, { cwd });
  return (await loadEntries(await findEntries([], asked.io), asked)).leftOut;
}

describe('what is not for a run', () => {
  it('is told by the names of its steps and services', async () => {
    expect(await told({ '.woodpecker.yaml': STEPS.replace(/ {2}'both.*\n/, '') })).toBe(
      'note: not for this run (event manual, branch main): db, publish\n',
    );
  });

  it('is not told where all is for it', async () => {
    expect(await told({ '.woodpecker.yaml': 'steps: [{ image: a, commands: [x] }]' })).toBe('');
  });

  it('leaves out what one axis of a matrix has', async () => {
    const text = `matrix: { AXIS: [one, two] }\n${STEPS}`;

    expect(await told({ '.woodpecker.yaml': text }, { event: 'push' })).toBe('note: not for this run (event push, branch main): db\n');
  });

  it('is told with the workflow where there are several, and of a workflow as a whole', async () => {
    const files = {
      '.woodpecker/test.yaml': STEPS.replace(/ {2}'both.*\n/, ''),
      '.woodpecker/ship.yaml': `when: { event: tag }\n${STEPS}`,
    };

    expect(await told(files)).toBe('note: not for this run (event manual, branch main): all of ship, test/db, test/publish\n');
  });

  it('is told as an error where nothing is left', async () => {
    await expect(told({ '.woodpecker.yaml': `when: { branch: release }\n${STEPS}` })).rejects.toMatchObject({
      code: 'no-workflow',
      message: 'no workflow is for this run: event manual, branch main',
    });
  });
});
