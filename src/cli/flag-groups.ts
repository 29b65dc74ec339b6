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
/** What conditions and variables of workflows depend on. */
export const METADATA: readonly FlagName[] = [
  ...METADATA_FLAGS,
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
/** How something is run. */
export const RUN: readonly FlagName[] = [
  'secret',
  'secret-from',
  'secrets-env',
  'secrets-file',
  'source',
  'source-limit',
  'no-history',
  'max-pods',
  'concurrency',
  'ahead',
  'hold-limit',
  'timeout',
  'schedule-timeout',
  'pull-timeout',
  'infra-retries',
  'stop-timeout',
  'keep',
  'output',
  'report',
  'quiet',
  'timestamps',
  'no-color',
  'no-save',
];

/** What takes the place of the clone step. */
export const SOURCE: readonly FlagName[] = ['source', 'source-limit', 'no-history'];
