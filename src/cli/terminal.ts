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
