import { AGENT_SETTINGS } from '../model/agent-setting-table.js';
import type { FlagName } from './flags.js';
import { METADATA_FLAGS } from './metadata-flags.js';

/** Flags that several commands have. */

/** Which cluster, and where on it. */
export const CLUSTER: readonly FlagName[] = ['namespace', 'kubeconfig', 'context'];
/** Those that commands without a synthesis have as well are named where they belong. */
const ELSEWHERE: readonly FlagName[] = ['namespace', 'stop-timeout'];
/** What an agent is set to. */
export const SETTINGS: readonly FlagName[] = [
  'registry',
  ...Object.values(AGENT_SETTINGS)
    .map(({ flag }) => flag)
    .filter((flag) => !ELSEWHERE.includes(flag)),
];
/** What every container gets. */
const CONTAINERS: readonly FlagName[] = [
  'env',
  'volumes',
  'plugins-privileged',
  'workspace-base',
  'workspace-path',
  'netrc-machine',
  'netrc-username',
  'backend-http-proxy',
  'backend-https-proxy',
  'backend-no-proxy',
];
/** What conditions and variables of workflows depend on. */
export const METADATA: readonly FlagName[] = [...METADATA_FLAGS, ...CONTAINERS];
const SECRETS: readonly FlagName[] = ['secret', 'secret-from', 'secrets-env', 'secrets-file'];
/** What takes the place of the clone step. */
export const SOURCE: readonly FlagName[] = ['source', 'source-limit', 'no-history'];
const LIMITS: readonly FlagName[] = [
  'max-pods',
  'concurrency',
  'ahead',
  'hold-limit',
  'timeout',
  'schedule-timeout',
  'pull-timeout',
  'infra-retries',
  'stop-timeout',
];
const OUTPUT: readonly FlagName[] = ['output', 'report', 'quiet', 'timestamps', 'no-color', 'no-save'];
/** How something is run. */
export const RUN: readonly FlagName[] = [...SECRETS, ...SOURCE, ...LIMITS, 'keep', ...OUTPUT];

/** Flags that stand together in help. */
export interface FlagGroup {
  readonly heading: string;
  readonly flags: readonly FlagName[];
}

/** What people look for most often comes first. */
const GROUPS: readonly FlagGroup[] = [
  { heading: 'Where', flags: ['local', ...CLUSTER] },
  { heading: 'Run', flags: ['keep', 'shell-on-failure', 'detach', 'run', 'no-skip'] },
  { heading: 'Secrets', flags: SECRETS },
  { heading: 'Source', flags: SOURCE },
  { heading: 'Output', flags: OUTPUT },
  { heading: 'Limits', flags: LIMITS },
  { heading: 'Containers', flags: CONTAINERS },
  { heading: 'Metadata', flags: ['no-detect', ...METADATA_FLAGS] },
  { heading: 'Settings of the agent', flags: SETTINGS },
];

/** The flags of a command under headings: what it alone has is what it is called for, and comes before the others. */
export function grouped(flags: readonly FlagName[]): readonly FlagGroup[] {
  const shared = GROUPS.map((group) => ({ ...group, flags: group.flags.filter((flag) => flags.includes(flag)) }));
  const others = { heading: 'Options', flags: flags.filter((flag) => !GROUPS.some((group) => group.flags.includes(flag))) };
  const hasOwn = others.flags.some((flag) => flag !== 'verbose');
  const groups = hasOwn ? [others, ...shared] : [...shared, others];
  return groups.filter((group) => group.flags.length > 0);
}
