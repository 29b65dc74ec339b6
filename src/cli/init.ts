import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { slug } from '../contract/names.js';
import { UsageError } from '../errors.js';
import { knownBy, starterWorkflow } from '../init/starter-workflow.js';
import { typescriptProject, type Versions } from '../init/typescript-project.js';
import { VERSION } from '../version.js';
import type { Invocation } from './commands.js';

/** Those that podline is developed with. */
const VERSIONS: Versions = {
  podline: `^${VERSION}`,
  cdk8s: '^2.70.0',
  cdk8sCli: '^2.207.0',
  constructs: '^10.3.0',
  tsx: '^4.23.0',
  typescript: '^5.9.0',
  nodeTypes: '^20.19.0',
};
const LONGEST_NAME = 50;
/** Files by which podline finds workflows: one of them is a beginning already. */
const WORKFLOWS = ['.woodpecker', '.woodpecker.yaml', '.woodpecker.yml'];

/** What a fresh repository has is gone on with. */
const IGNORED = '.gitignore';

/** Writes what a project begins with; nothing where a file of it is there already. */
export async function execute({ io, args, flags }: Invocation): Promise<number> {
  const [given = '.'] = args;
  const folder = path.resolve(io.cwd, given);
  const there: readonly string[] = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UsageError(`cannot look into "${given}"`, { code: 'unreadable-file', hint: 'give the path of a folder', cause: error });
  });
  const name = slug(path.basename(folder), LONGEST_NAME);
  const files: Readonly<Record<string, string>> = flags.typescript
    ? typescriptProject(name, VERSIONS, there.includes(IGNORED) ? await textOf(path.join(folder, IGNORED)) : '')
    : { '.woodpecker.yaml': await workflowFor(folder, there) };
  const inTheWay = [...Object.keys(files), ...(flags.typescript ? [] : WORKFLOWS)].filter(
    (file) => there.includes(file) && file !== IGNORED,
  );
  if (inTheWay.length > 0)
    throw new UsageError(`there is already: ${[...new Set(inTheWay)].join(', ')}`, {
      code: 'file-exists',
      hint: 'name another folder: podline init FOLDER',
    });
  await mkdir(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
  const next = [...(given === '.' ? [] : [`cd ${given}`]), ...(flags.typescript ? ['npm install', 'npm test'] : ['podline run --local'])];
  io.stdout.write(`wrote ${Object.keys(files).join(', ')}\n  next: ${next.join(' && ')}\n`);
  return 0;
}

async function workflowFor(folder: string, files: readonly string[]): Promise<string> {
  const known = knownBy(files);
  const text = known === undefined ? '' : await textOf(path.join(folder, known));
  return starterWorkflow({ files, text });
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: Error) => {
    throw new UsageError(`cannot read ${file}`, { code: 'unreadable-file', cause });
  });
}
