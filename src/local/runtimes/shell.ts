import { existsSync } from 'node:fs';
import { StartError } from './runtime.js';

const BASH = '/bin/bash';

/**
 * A shell that passes on the whole of an environment to what it becomes. Most drop variables whose names are no
 * identifiers, such as `a.b`, and a command line is no place for them: everybody on this machine can read it.
 *
 * @throws StartError where this machine has none
 */
export function shellFor(env: Readonly<Record<string, string>>): readonly string[] {
  const odd = Object.keys(env).find((name) => !/^[A-Za-z_]\w*$/.test(name));
  if (odd === undefined) return ['/bin/sh'];
  if (!existsSync(BASH)) throw new StartError(`cannot pass the variable ${JSON.stringify(odd)} on: that needs ${BASH} on this machine`);
  // privileged: deaf to what BASH_ENV and the like ask of it
  return [BASH, '-p'];
}
