import type { Difference } from './compare.js';

/** Differences that are meant: each says why, and matches by value. */
export interface Reviewed {
  /** A quirk of the reference (workflow.md 7), or a decision of the design. */
  readonly cites: string;
  readonly why: string;
  readonly matches: (difference: Difference) => boolean;
}

const added = (field: string, isValue: (value: unknown) => boolean) => (difference: Difference) =>
  difference.field === field && difference.theirs === undefined && isValue(difference.ours);

/** A file that podline takes, and the reference does not: all of its errors are of a kind. */
const takes = (theirs: RegExp) => (difference: Difference) =>
  difference.field === 'blocked' && difference.ours === null && texts(difference.theirs).every((message) => theirs.test(message));

/** A file that podline refuses, and the reference does not: all of our errors are of a kind. */
const refuses = (ours: RegExp) => (difference: Difference) =>
  difference.field === 'blocked' && difference.theirs === null && texts(difference.ours).every((message) => ours.test(message));

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [''];
}

/** Both sides are text, and ours becomes theirs. */
const variable = (isMade: (ours: string, theirs: string) => boolean) => (difference: Difference) => {
  const { field, ours, theirs } = difference;
  return field.startsWith('env ') && typeof ours === 'string' && typeof theirs === 'string' && isMade(ours, theirs);
};

/** The same items, of which some are numbers in another form. */
function sameNumbers(ours: string, theirs: string): boolean {
  const [mine, other] = [ours.split(','), theirs.split(',')];
  return mine.length === other.length && mine.every((item, index) => item === other[index] || isSameNumber(item, other[index] ?? ''));
}

function isSameNumber(ours: string, theirs: string): boolean {
  const plain = ours.replaceAll('_', '').replace(/^([+-]?)0o?(?=\d+$)/, '$10o');
  if (plain === '' || theirs === '') return false;
  return Number(plain) === Number(theirs) || Number(ours.replaceAll('_', '')) === Number(theirs) || /^[+-]?\.(inf|nan)$/i.test(ours);
}

function isSameDate(ours: string, theirs: string): boolean {
  return /^"\d{4}-.*"$/.test(theirs) && Date.parse(ours) === Date.parse(theirs.slice(1, -1));
}

function hasSameLines({ ours, theirs }: Difference): boolean {
  return typeof ours === 'string' && typeof theirs === 'string' && ours.includes('\n') && unquoted(theirs) === ours;
}

function isPasswordInSecret({ object, field, ours, theirs }: Difference): boolean {
  if (!object.startsWith('secret ')) return false;
  if (field === 'data CI_NETRC_PASSWORD') return theirs === undefined;
  return field === 'exists' && theirs === null && texts(ours).every((key) => ['namespace', 'type', 'data CI_NETRC_PASSWORD'].includes(key));
}

function isPluginWithCredentials({ object, field, ours }: Difference): boolean {
  const isPlace = /^(working_dir|workspace_base|env CI_WORKSPACE|container (workingDir|mounts))$/.test(field);
  return /^(step|pod) clone$/.test(object) && isPlace && JSON.stringify(ours).includes('/woodpecker');
}

/** A literal of Go, somewhere in a text, in the place of its value. */
function unquoted(text: string): string {
  return text.replace(/"((?:[^"\\]|\\.)*\\n(?:[^"\\]|\\.)*)"/g, (literal) => JSON.parse(literal.replaceAll(/\\[av']/g, ' ')));
}

export const REVIEWED: readonly Reviewed[] = [
  {
    cites: 'Q-62',
    why: 'a pod whose step names no service account gets no token',
    matches: added('spec automountServiceAccountToken', (value) => value === false),
  },
  {
    cites: 'Q-56',
    why: 'the variables of a pod are the same whatever other Services there are',
    matches: added('spec enableServiceLinks', (value) => value === false),
  },
  {
    cites: 'Q-39',
    why: 'a pod whose runner is gone ends by itself',
    matches: added('spec activeDeadlineSeconds', (value) => typeof value === 'number' && value >= 900),
  },
  {
    cites: 'Q-39',
    why: 'the garbage collector knows the grace period of a pod that is left',
    matches: added('spec terminationGracePeriodSeconds', (value) => typeof value === 'number'),
  },
  {
    cites: 'Q-38',
    why: 'the cluster autoscaler does not evict a pod that runs',
    matches: added('annotations cluster-autoscaler.kubernetes.io/safe-to-evict', (value) => value === 'false'),
  },
  {
    cites: 'Q-38',
    why: 'Karpenter does not evict a pod that runs',
    matches: added('annotations karpenter.sh/do-not-disrupt', (value) => value === 'true'),
  },
  {
    cites: 'README.md: RWO claims',
    why: 'pods that share a volume of one node are kept there',
    matches: added('spec affinity podAffinity requiredDuringSchedulingIgnoredDuringExecution', (value) =>
      /^\[\{"labelSelector":\{"matchLabels":\{"podline\.dev\/run":"\w{10}"\}\},"topologyKey":"kubernetes\.io\/hostname"\}\]$/.test(
        JSON.stringify(value),
      ),
    ),
  },
  {
    cites: 'Q-5',
    why: 'a service is found by its name before it is ready',
    matches: added('spec publishNotReadyAddresses', (value) => value === true),
  },
  {
    cites: 'Q-9, Q-10, Q-16',
    why: 'a value keeps its text: numbers, dates, several lines',
    matches: (difference) =>
      variable((ours, theirs) => sameNumbers(ours, theirs) || isSameDate(ours, theirs))(difference) || hasSameLines(difference),
  },
  {
    cites: 'Q-8, Q-9, Q-16, Q-17, Q-19, Q-20, Q-23',
    why: 'a file is taken that the reference cannot read, or crashes at',
    matches: takes(
      new RegExp(
        [
          '^(steps|services|clone)\\.<<: ',
          'timestamp|time\\.Time',
          '^(go-yaml|yaml).*(mapping values|block end|document start)',
          '^PANIC: .*slice bounds',
          '^(missing closing brace|bad substitution)$',
          '^unable to parse (variable name|substitution within function|default function)$',
          '^go-yaml load error in parser \\(while parsing a flow',
          '^PANIC: .*index out of range',
        ].join('|'),
      ),
    ),
  },
  {
    cites: 'Q-21, Q-32, Q-41, Q-53',
    why: 'what cannot be is refused, before anything is created',
    matches: refuses(
      new RegExp(
        [
          '^wrong-value: "failure" must be',
          '^(wrong-type|missing-key): "kubernetes\\.',
          '^wrong-value: "kubernetes\\..* must be a quantity',
          '^dependency-cycle: workflows ',
          '^invalid-pipeline: .* is not the name of a PersistentVolumeClaim$',
        ].join('|'),
      ),
    ),
  },
  {
    cites: 'Q-34',
    why: 'the labels of the engine are on every pod',
    matches: ({ field, ours, theirs }) => /^labels woodpecker-ci\.org\//.test(field) && theirs === undefined && typeof ours === 'string',
  },
  {
    cites: 'Q-35, Q-55',
    why: 'a clone step with credentials is a plugin too, and has the password in its Secret',
    matches: (difference) => isPasswordInSecret(difference) || isPluginWithCredentials(difference),
  },
  {
    cites: 'Q-23, Q-42',
    why: 'a workflow runs where it has something left to run, and only in the states that it names',
    matches: ({ object, field, ours, theirs }) =>
      (object.startsWith('workflow ') && field === 'exists' && ours === null && JSON.stringify(theirs) === '[]') ||
      (field === 'runs_on' && JSON.stringify(ours) === '["failure"]' && JSON.stringify(theirs) === '["failure","success"]'),
  },
  {
    cites: 'Q-46',
    why: 'no changed files are none',
    matches: variable((ours, theirs) => ours === '[]' && theirs === '[""]'),
  },
];
