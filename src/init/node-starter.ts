import type { Project, Starter } from './starter.js';

/** What `npm init` writes, and what fails. */
const NO_TEST = 'no test specified';
/** Those that most projects have, in the order in which they need each other. */
const SCRIPTS = ['lint', 'build', 'test'];

/** What matters here of a package.json, which anybody may have written. */
interface Package {
  readonly packageManager?: unknown;
  readonly scripts?: Readonly<Record<string, unknown>> | null;
}

/** Steps for the package manager whose lock file is there, and for the scripts that are there. */
export function nodeStarter({ files, text }: Project): Starter {
  const { packageManager, scripts } = packageOf(text);
  const { program, install } = managerOf(files, String(packageManager));
  const there = SCRIPTS.filter((name) => isOfUse(scripts?.[name]));
  const commands = there.map((name) => [name, [name === 'test' ? `${program} test` : `${program} run ${name}`]]);
  return { image: 'node:22', steps: { install: [`${program} ${install}`], ...Object.fromEntries(commands) } };
}

function isOfUse(script: unknown): boolean {
  return typeof script === 'string' && !script.includes(NO_TEST);
}

/** `corepack pnpm` brings the pnpm that the project names: no step has to install it. */
function managerOf(files: readonly string[], packageManager: string): { readonly program: string; readonly install: string } {
  if (files.includes('pnpm-lock.yaml')) return { program: 'corepack pnpm', install: 'install --frozen-lockfile' };
  if (files.includes('yarn.lock')) {
    const isClassic = !files.includes('.yarnrc.yml') && !/^yarn@[2-9]/.test(packageManager);
    return { program: 'corepack yarn', install: isClassic ? 'install --frozen-lockfile' : 'install --immutable' };
  }
  const isLocked = files.includes('package-lock.json') || files.includes('npm-shrinkwrap.json');
  return { program: 'npm', install: isLocked ? 'ci' : 'install' };
}

/** Nothing of a file that cannot be read: the first step will tell what is wrong with it. */
function packageOf(text: string): Package {
  try {
    return (JSON.parse(text) as Package | null) ?? {};
  } catch {
    return {};
  }
}
