import type { FlagValues } from './flags.js';
import type { Environment, Io } from './io.js';

/** True where the locale can show more than ASCII; an unset locale, as in most containers, can. */
export function isUtf8(env: Environment): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale === undefined || /utf-?8/i.test(locale) || locale === '';
}

/** Colours: never with --no-color or NO_COLOR, always with FORCE_COLOR, else on a terminal. */
export function wantsColor({ env, stdout }: Io, flags: FlagValues): boolean {
  if (flags['no-color'] || env.NO_COLOR) return false;
  return Boolean(env.FORCE_COLOR) || (stdout.isTTY === true && env.TERM !== 'dumb');
}

/** The live view: on a terminal that can move its cursor and that a person looks at, unless other output is asked for. */
export function wantsLive({ env, stdout }: Io, { output, quiet, 'shell-on-failure': hasShell }: FlagValues): boolean {
  // a shell needs the whole terminal
  if (hasShell) return false;
  if (stdout.isTTY !== true || env.TERM === 'dumb' || quiet) return false;
  return output === 'live' || (output === undefined && !isCi(env));
}

/** CI systems give terminals whose output is kept as a file: no place to move a cursor in. */
function isCi({ CI: ci }: Environment): boolean {
  return ci !== undefined && ci !== '' && ci !== 'false';
}
