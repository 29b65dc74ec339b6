import { EVENTS } from './event.js';
import { jsonSchema } from './json-schema.js';
import { KUBERNETES_OPTIONS } from './kubernetes-option-shapes.js';
import { RETRY_CAUSES } from './retry.js';
import { RUN_STATES } from './run-on.js';

type Schema = Readonly<Record<string, unknown>>;

const TEXT: Schema = { type: ['string', 'number', 'boolean'] };
const FLAG: Schema = { type: 'boolean' };
const DURATION: Schema = { type: 'string', pattern: '^(?=\\d)(\\d+h)?(\\d+m)?(\\d+s)?$', examples: ['90s', '10m', '1h30m'] };
const STATES: Schema = { enum: RUN_STATES };
const PORT_PATTERN = '^\\d{1,5}(/([tT][cC][pP]|[uU][dD][pP]|[sS][cC][tT][pP]))?$';

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const oneOrMore = (item: Schema): Schema => ({ anyOf: [item, listOf(item)] });

/** Keys of a map, each with what it is; an empty value is the same as none. */
type Keys = Readonly<Record<string, readonly [Schema, string]>>;

function object(keys: Keys, more: Schema = {}): Schema {
  const properties = Object.entries(keys).map(([key, [schema, description]]) => {
    const deprecated = schema === FORMER ? { deprecated: true } : {};
    return [key, { description, ...deprecated, anyOf: [schema, { type: 'null' }] }];
  });
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false, ...more };
}

/** A key that older versions of the language had: it does nothing, and is no error. */
const FORMER: Schema = {};

const PATTERNS: Keys = {
  include: [oneOrMore(TEXT), 'one of these must match'],
  exclude: [oneOrMore(TEXT), 'none of these may match'],
};
const patterns: Schema = { anyOf: [oneOrMore(TEXT), object(PATTERNS)] };

const CONDITION: Keys = {
  event: [oneOrMore({ anyOf: [{ enum: EVENTS }, { type: 'string' }] }), 'what the pipeline was started by'],
  branch: [patterns, 'branches, as globs; of a pull request the branch that it is meant for'],
  ref: [patterns, 'references such as refs/tags/v*, as globs'],
  repo: [patterns, 'repositories as owner/name, as globs'],
  instance: [patterns, 'hosts of the CI system, as globs'],
  platform: [patterns, 'platforms such as linux/amd64, as globs'],
  cron: [patterns, 'names of cron jobs, as globs'],
  path: [
    {
      anyOf: [
        oneOrMore(TEXT),
        object({
          ...PATTERNS,
          ignore_message: [TEXT, 'a commit message that holds this stands for all paths'],
          on_empty: [FLAG, 'what holds where no changed file is known (default: true)'],
        }),
      ],
    },
    'changed files, as globs; for pushes and pull requests',
  ],
  matrix: [{ type: 'object' }, 'values of matrix variables, as globs'],
  evaluate: [TEXT, 'an expression over the CI_* variables, such as CI_COMMIT_BRANCH == "main"'],
  local: [FLAG, 'false: not with the working copy at hand'],
  status: [oneOrMore(STATES), 'in which states of the pipeline (default: success)'],
};

const READY: Schema = {
  anyOf: [
    { const: false },
    object({
      exec: [oneOrMore(TEXT), 'a command in the container that succeeds: text for its shell, or a list of words'],
      http: [
        { type: ['string', 'integer'], pattern: '^:?\\d{1,5}(/\\S*)?$', examples: ['8080/health'] },
        'port and path that answer 200 to 399',
      ],
      tcp: [{ type: 'integer', minimum: 1, maximum: 65535 }, 'a port that is open'],
      log: [TEXT, 'a pattern (RE2) for a line of its log'],
      timeout: [DURATION, 'how long it may take from its start (default: 60s)'],
    }),
  ],
};

const CONTAINER: Keys = {
  name: [TEXT, 'its name; in a map the key'],
  image: [TEXT, 'container image, used as written'],
  pull: [FLAG, 'true: the image is pulled even where the node has it'],
  commands: [oneOrMore(TEXT), 'shell commands, run by one shell; the first that fails ends the step'],
  entrypoint: [oneOrMore(TEXT), "what to start in place of the image's own"],
  environment: [{ type: 'object' }, 'variables; { from_secret: name } stands for a secret'],
  settings: [{ type: 'object' }, 'settings of a plugin: each becomes the variable PLUGIN_<NAME>'],
  directory: [TEXT, 'where it works: absolute, or inside of the workspace'],
  when: [ref('when'), 'when it takes part'],
  depends_on: [ref('dependencies'), 'names of steps that must have ended before'],
  failure: [{ enum: ['fail', 'ignore', 'cancel'] }, 'what a failure does to the pipeline: fails it, nothing, or stops all other steps'],
  detach: [FLAG, 'true: later steps do not wait for its end'],
  volumes: [listOf({ type: 'string' }), 'claims to mount, as claim:/path'],
  ports: [
    listOf({
      anyOf: [
        { type: 'integer', minimum: 0, maximum: 65535 },
        { type: 'string', pattern: PORT_PATTERN },
      ],
    }),
    'ports that it listens on, as 5432 or 53/udp',
  ],
  privileged: [FLAG, 'true: with the rights of the node'],
  dns: [oneOrMore(TEXT), 'addresses of name servers'],
  dns_search: [oneOrMore(TEXT), 'domains that names are looked for in'],
  extra_hosts: [listOf({ type: 'string' }), 'further names of addresses, as host:address'],
  network_mode: [TEXT, 'means nothing on Kubernetes'],
  devices: [{ type: 'array' }, 'mean nothing on Kubernetes'],
  tmpfs: [listOf({ type: 'string' }), 'folders in memory, as /path or /path:size=64m'],
  backend_options: [
    object({
      kubernetes: [ref('kubernetes'), 'options of the pod'],
      docker: [{}, 'of another backend: nothing here'],
      local: [{}, 'of another backend: nothing here'],
    }),
    'options of the pod, under kubernetes',
  ],
  timeout: [DURATION, "how long it may run (podline's own key)"],
  retry: [ref('retry'), "when it is tried again after it did not pass (podline's own key)"],
  start_ahead: [FLAG, "false: its pod is not created before its turn (podline's own key)"],
  ready: [READY, "when a service, or a detached step, can be relied on; false: once it runs (podline's own key)"],
  secrets: [FORMER, 'a former key: use environment with from_secret'],
  group: [FORMER, 'a former key: use depends_on'],
};

const containers = (item: Schema): Schema => ({ anyOf: [listOf(item), { type: 'object', additionalProperties: item }] });

const WORKFLOW: Keys = {
  steps: [{ ...containers(ref('container')), minItems: 1, minProperties: 1 }, 'the steps, as a map by name or as a list'],
  services: [containers(ref('container')), 'containers that run beside the steps, reached by their name as host'],
  clone: [containers(ref('container')), 'steps that fetch the source, in place of the built-in one'],
  skip_clone: [FLAG, 'true: no clone steps at all'],
  when: [ref('when'), 'when the workflow takes part'],
  matrix: [
    {
      type: 'object',
      properties: { include: listOf({ type: 'object', additionalProperties: TEXT }) },
      additionalProperties: listOf({ type: [...(TEXT.type as string[]), 'null'] }),
    },
    'variables with several values: one pipeline for each combination',
  ],
  workspace: [
    object({
      base: [TEXT, 'where the volume is mounted (default: /woodpecker)'],
      path: [TEXT, 'where in it the steps work (default: src)'],
      volume: [TEXT, "none, or the name of a claim that exists (podline's own key)"],
    }),
    'where the steps work',
  ],
  labels: [{ type: 'object', additionalProperties: TEXT }, 'labels of all pods, where the agent allows them'],
  depends_on: [ref('dependencies'), 'workflows of the same run that must have ended before'],
  runs_on: [oneOrMore(STATES), 'deprecated: use when.status'],
  concurrency: [
    {
      anyOf: [{ type: 'integer' }, object({ limit: [{ type: 'integer' }, 'how many at a time'], group: [TEXT, 'what counts together'] })],
    },
    'how many pipelines of it may run at a time',
  ],
  variables: [{}, 'anything: a place for anchors'],
  $schema: [{}, 'the schema of this file'],
  version: [FORMER, 'a former key: means nothing'],
  branches: [FORMER, 'a former key: use when.branch'],
  platform: [FORMER, 'a former key: use labels'],
  secrets: [FORMER, 'a former key: use from_secret where the value is needed'],
};

const DEFINITIONS: Readonly<Record<string, Schema>> = {
  container: object(CONTAINER, { required: ['image'] }),
  when: { anyOf: [object(CONDITION), listOf({ anyOf: [object(CONDITION), { type: 'null' }] })] },
  dependencies: {
    anyOf: [
      { type: 'string' },
      listOf({
        anyOf: [
          { type: 'string' },
          object(
            { name: [{ type: 'string' }, 'its name'], optional: [FLAG, 'true: nothing is wrong where there is none of that name'] },
            { required: ['name'] },
          ),
        ],
      }),
    ],
  },
  retry: {
    anyOf: [
      { type: 'integer', minimum: 0, maximum: 999 },
      object({
        limit: [{ type: 'integer', minimum: 0, maximum: 999 }, 'how often, after the first attempt'],
        on: [oneOrMore(TEXT), `after what: ${RETRY_CAUSES}`],
        backoff: [DURATION, 'the wait before the next attempt; doubled each time'],
      }),
    ],
  },
  kubernetes: jsonSchema(KUBERNETES_OPTIONS),
};

/** The JSON Schema of a workflow file, for editors. What only the program finds is not in it. */
export function workflowSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Workflow file of podline and Woodpecker',
    ...object(WORKFLOW, { required: ['steps'] }),
    $defs: DEFINITIONS,
  };
}
