import { UsageError } from '../errors.js';
import type { Metadata } from '../model/metadata.js';
import type { WorkflowInput } from '../workflow/read-workflows.js';
import type { Invocation } from './commands.js';
import { settingsOf } from './settings.js';

/** Name of the secret that holds the password for git. */
export const NETRC_SECRET = 'netrc_password';

/** What is known beside workflow files, by flags and variables. */
export function workflowInput({ io, flags }: Pick<Invocation, 'io' | 'flags'>, metadata: Metadata): WorkflowInput {
  const { env } = io;
  const { 'workspace-base': base, 'workspace-path': path, 'netrc-machine': machine, 'netrc-username': username } = flags;
  const proxy = (name: 'http' | 'https' | 'no') =>
    flags[`backend-${name}-proxy`] ?? (env[`WOODPECKER_BACKEND_${name.toUpperCase()}_PROXY`] || undefined);
  const proxies = { http: proxy('http'), https: proxy('https'), none: proxy('no') };
  return {
    metadata,
    settings: settingsOf(env, flags),
    environment: Object.fromEntries([...listed(env.CI_ENV), ...(flags.env ?? [])].map(variable)),
    privilegedImages: [...listed(env.WOODPECKER_PLUGINS_PRIVILEGED), ...(flags['plugins-privileged'] ?? [])],
    volumes: [...listed(env.WOODPECKER_VOLUMES), ...(flags.volumes ?? [])],
    workspace: { ...(base !== undefined && { base }), ...(path !== undefined && { path }) },
    // the working copy takes the place of a clone, and steps may say that they are not for it
    isLocal: flags.local !== undefined || flags.source !== undefined,
    ...(Object.values(proxies).some((address) => address !== undefined) && { proxies }),
    ...(machine !== undefined && { netrc: { machine, username: username ?? '', password: { from_secret: NETRC_SECRET } } }),
  };
}

function listed(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').filter((item) => item !== '');
}

function variable(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError(`--env is "${text}"`, { code: 'wrong-value', hint: 'give it NAME=VALUE' });
}
