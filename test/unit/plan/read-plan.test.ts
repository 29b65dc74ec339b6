import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/contract/objects.js';
import { UsageError } from '../../../src/errors.js';
import { readPlan } from '../../../src/plan/read-plan.js';
import { stepsOf } from '../../../src/plan/run-plan.js';
import { HOSTILE_TEXTS, objectsOf, pipeline, step, throughText } from './definitions.js';

const EVERYTHING = [
  pipeline('build', [
    step('clone', { kind: 'clone', commands: undefined, settings: { depth: '0' } }),
    step('db', { kind: 'service', detach: true, dependsOn: ['clone'], commands: undefined, environment: { A: 1 } }),
    step('test', {
      dependsOn: ['clone', 'db'],
      timeoutSeconds: 600,
      retry: { limit: 2, on: ['exit:75'], backoffSeconds: 5 },
      environment: { TOKEN: { from_secret: 'token' } },
    }),
    step('lint', { dependsOn: ['clone', 'db'], failure: 'ignore', commands: ['x'.repeat(100 * 1024)] }),
    step('report', { dependsOn: ['test', 'lint'], runOn: ['success', 'failure'], failure: 'cancel' }),
  ]),
  pipeline('deploy', [step('test')], { dependsOn: ['build'], runOn: ['failure'] }),
];

describe('readPlan', () => {
  const { plan } = readPlan(objectsOf(...EVERYTHING));

  it('reads the pipelines and their steps', () => {
    expect(plan.pipelines.map(({ name, dependsOn, runOn }) => ({ name, dependsOn, runOn }))).toEqual([
      { name: 'build', dependsOn: [], runOn: ['success'] },
      { name: 'deploy', dependsOn: ['build'], runOn: ['failure'] },
    ]);
    expect(stepsOf(plan)).toMatchObject([
      { id: 'build/clone', pipeline: 'build', name: 'clone', kind: 'clone', dependsOn: [], detached: false },
      { id: 'build/db', kind: 'service', dependsOn: ['build/clone'], detached: true },
      {
        id: 'build/test',
        kind: 'commands',
        dependsOn: ['build/clone', 'build/db'],
        timeoutSeconds: 600,
        retry: { limit: 2, on: ['exit:75'], backoffSeconds: 5 },
        onFailure: 'fail',
        runOn: ['success'],
      },
      { id: 'build/lint', onFailure: 'ignore', timeoutSeconds: undefined, secrets: {} },
      { id: 'build/report', dependsOn: ['build/test', 'build/lint'], onFailure: 'cancel', runOn: ['success', 'failure'] },
      { id: 'deploy/test', pipeline: 'deploy', dependsOn: [] },
    ]);
    expect(stepsOf(plan)[2]?.secrets).toEqual({ TOKEN: { template: { from_secret: 'token' }, encoding: 'plain' } });
  });

  it('reads what must exist before the first pod', () => {
    expect([plan.root, plan.lease, ...plan.base].map(({ kind, metadata }) => `${kind} ${metadata.name.replace(plan.run, 'R')}`)).toEqual([
      'ConfigMap pl-R',
      'Lease pl-R',
      'PersistentVolumeClaim pl-R-build',
      'Service pl-R-build',
      'ConfigMap pl-R-lint-c',
      'PersistentVolumeClaim pl-R-deploy',
      'Service pl-R-deploy',
    ]);
    expect(plan.namespace).toBe('woodpecker');
  });

  it('calls steps by their names alone where the run has one pipeline', () => {
    const { plan } = readPlan(objectsOf(pipeline('build', [step('a'), step('b', { dependsOn: ['a'] })])));

    expect(stepsOf(plan).map(({ id, dependsOn }) => ({ id, dependsOn }))).toEqual([
      { id: 'a', dependsOn: [] },
      { id: 'b', dependsOn: ['a'] },
    ]);
  });

  it('reads the same from text as from the objects themselves', () => {
    expect(readPlan(throughText(objectsOf(...EVERYTHING))).plan).toEqual(plan);
  });

  it('reads the same whatever the order of the files', () => {
    const { pipelines } = readPlan([...objectsOf(...EVERYTHING)].reverse()).plan;

    expect(pipelines).toEqual(plan.pipelines);
  });

  it.each(HOSTILE_TEXTS)('reads back the text %j in commands, variables, annotations and names', (text) => {
    const named = /\S/.test(text) && !/\p{Cc}/u.test(text) && text.length < 100 ? text : 'test';
    const settings = { commands: [`echo "${text}"`, text], environment: { A: text, B: { a: text, b: { from_secret: text } } } };
    const objects = objectsOf(pipeline('build', [step(named, { ...settings, kubernetes: { annotations: { note: text } } })]));

    expect(throughText(objects)).toEqual(objects);
    expect(stepsOf(readPlan(throughText(objects)).plan)[0]?.name).toBe(named);
  });

  it.each(['1234567890', '12345e6789', '0x00000000', '0123456700', '1e00000000', '0b10101010'])(
    'reads back the run id %s as text',
    (run) => {
      const text = JSON.stringify(objectsOf(pipeline('build', [step('test')])));
      const own = readPlan(JSON.parse(text)).plan.run;
      const objects = JSON.parse(text.replaceAll(own, run));

      expect(readPlan(throughText(objects)).plan.run).toBe(run);
    },
  );

  it('leaves objects without the label of a run alone', () => {
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' } };
    const other = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'other', labels: { app: 'x' } } };

    const reading = readPlan([quota, ...objectsOf(...EVERYTHING), other]);

    expect(reading).toEqual({ plan, foreign: [quota, other] });
  });
});

/** The manifests of a run with one pipeline of two steps, some part of them damaged. */
type Damage = (objects: KubeObject[]) => readonly unknown[];

function edit(kind: string, change: (object: KubeObject) => unknown): Damage {
  return (objects) => {
    const index = objects.findIndex((object) => object.kind === kind);
    return objects.with(index, change(objects[index] as KubeObject) as KubeObject);
  };
}

function metadata(kind: string, change: (metadata: KubeObject['metadata']) => object): Damage {
  return edit(kind, (object) => ({ ...object, metadata: { ...object.metadata, ...change(object.metadata) } }));
}

function note(key: string, value: string | undefined): Damage {
  return metadata('Pod', ({ annotations }) => ({ annotations: { ...annotations, [`podline.dev/${key}`]: value } }));
}

function label(kind: string, key: string, value: string): Damage {
  return metadata(kind, ({ labels }) => ({ labels: { ...labels, [`podline.dev/${key}`]: value } }));
}

function plan(document: unknown): Damage {
  return edit('ConfigMap', (object) => ({ ...object, data: { 'plan.json': JSON.stringify(document) } }));
}

function planned(change: object): Damage {
  return plan({ format: 1, pipelines: [{ name: 'build', dependsOn: [], runOn: ['success'], steps: ['a', 'b'], ...change }] });
}

function without(kind: string): Damage {
  return (objects) => objects.filter((object) => object.kind !== kind);
}

const DAMAGED: readonly [string, Damage, string][] = [
  ['nothing at all', () => [], 'the manifests hold no run: no object has the label podline.dev/run'],
  ['no root', without('ConfigMap'), 'the manifests lack the ConfigMap "pl-R"'],
  ['no Lease', without('Lease'), 'the manifests lack the Lease "pl-R"'],
  ['no pod', without('Pod'), 'the manifests lack the pod of step "a" of pipeline "build"'],
  ['an object twice', (objects) => [...objects, ...objects.slice(2, 3)], 'the manifests hold PersistentVolumeClaim "pl-R-build" twice'],
  ['two runs', label('Pod', 'run', 'aaaaaaaaaa'), 'the manifests hold 2 runs: R, aaaaaaaaaa'],
  [
    'a run id that is none',
    (objects) => objects.map((object) => ({ ...object, metadata: { ...object.metadata, labels: { 'podline.dev/run': 'Run 1' } } })),
    '"Run 1" is not a run id',
  ],
  [
    'another kind',
    edit('Service', (object) => ({ ...object, kind: 'Ingress' })),
    'Ingress "pl-R-build" carries the label podline.dev/run, but a run has no objects of this kind',
  ],
  ['another name', metadata('Service', () => ({ name: 'mine' })), 'Service "mine" is not named as an object of run R'],
  [
    'another namespace',
    metadata('Service', () => ({ namespace: 'ci' })),
    'the objects of a run are not all in one namespace: see ConfigMap "pl-R" and Service "pl-R-build"',
  ],
  [
    'no namespace',
    (objects) => objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: undefined } })),
    'the objects of a run are not all in one namespace: see ConfigMap "pl-R"',
  ],
  ['a pod of no step', planned({ steps: ['a'] }), 'Pod "pl-R-b-1" belongs to no step of the plan in ConfigMap "pl-R"'],
  ['a pod of another pipeline', label('Pod', 'pipeline', 'other'), 'the manifests lack the pod of step "a" of pipeline "build"'],
  ['two pods of one step', note('step', 'b'), 'step "b" has two pods: Pod "pl-R-a-1" and Pod "pl-R-b-1"'],
  ['a newer format', plan({ format: 2, pipelines: {} }), 'ConfigMap "pl-R" has the plan format 2, this podline reads 1'],
  [
    'a root without data',
    edit('ConfigMap', (object) => ({ ...object, data: undefined })),
    'plan.json of ConfigMap "pl-R" is not a JSON object',
  ],
  [
    'a root with other data',
    edit('ConfigMap', (object) => ({ ...object, data: { 'plan.json': 7 } })),
    'plan.json of ConfigMap "pl-R" is not a JSON object',
  ],
  ['a plan that is no object', plan([1]), 'plan.json of ConfigMap "pl-R" is not a JSON object'],
  ['no format', plan({ pipelines: [] }), 'plan.json of ConfigMap "pl-R" is not a plan'],
  ['pipelines that are none', plan({ format: 1, pipelines: [null] }), 'plan.json of ConfigMap "pl-R" is not a plan'],
  ['steps that are no names', planned({ steps: [1] }), 'plan.json of ConfigMap "pl-R" is not a plan'],
  ['a state that is none', planned({ runOn: ['always'] }), 'plan.json of ConfigMap "pl-R" is not a plan'],
  ['a step twice', planned({ steps: ['a', 'a', 'b'] }), 'pipeline "build": the name "a" is used twice'],
  ['an unknown pipeline', planned({ dependsOn: ['lint'] }), 'the run\'s pipelines: "build" depends on "lint", which does not exist'],
  ['a cycle of pipelines', planned({ dependsOn: ['build'] }), "the run's pipelines: dependency cycle build -> build"],
  ['a cycle of steps', note('depends-on', '["b"]'), 'pipeline "build": dependency cycle a -> b -> a'],
  ['an unknown step', note('depends-on', '["c"]'), 'pipeline "build": "a" depends on "c", which does not exist'],
  ['edges that are no list', note('depends-on', '"a"'), 'Pod "pl-R-a-1": ""a"" is no value of podline.dev/depends-on'],
  ['edges that are no JSON', note('depends-on', 'a, b'), 'Pod "pl-R-a-1": "a, b" is no value of podline.dev/depends-on'],
  ['no edges', note('depends-on', undefined), 'Pod "pl-R-a-1": podline.dev/depends-on is missing'],
  [
    'a state of a step that is none',
    note('run-on', 'success,always'),
    'Pod "pl-R-a-1": "success,always" is no value of podline.dev/run-on',
  ],
  ['an empty state', note('run-on', ''), 'Pod "pl-R-a-1": "" is no value of podline.dev/run-on'],
  ['a policy that is none', note('on-failure', 'retry'), 'Pod "pl-R-a-1": "retry" is no value of podline.dev/on-failure'],
  ['a flag that is none', note('detached', 'yes'), 'Pod "pl-R-a-1": "yes" is no value of podline.dev/detached'],
  ['a limit that is none', note('timeout', '0s'), 'Pod "pl-R-a-1": "0s" is no value of podline.dev/timeout'],
  ['a retry rule that is none', note('retry', '{"limit":1}'), 'Pod "pl-R-a-1": "{"limit":1}" is no value of podline.dev/retry'],
  ['secrets that are no map', note('secrets', '[]'), 'Pod "pl-R-a-1": "[]" is no value of podline.dev/secrets'],
  [
    'a secret without a template',
    note('secrets', '{"A":{"encoding":"plain"}}'),
    'Pod "pl-R-a-1": "{"A":{"encoding":"plain"}}" is no value of podline.dev/secrets',
  ],
  [
    'a secret in an unknown encoding',
    note('secrets', '{"A":{"template":1,"encoding":"xml"}}'),
    'Pod "pl-R-a-1": "{"A":{"template":1,"encoding":"xml"}}" is no value of podline.dev/secrets',
  ],
  ['a kind that is none', label('Pod', 'step-kind', 'job'), 'Pod "pl-R-a-1": "job" is no value of podline.dev/step-kind'],
  ['a pod without a spec', edit('Pod', (object) => ({ ...object, spec: undefined })), 'Pod "pl-R-a-1" has no container named "step"'],
  [
    'a pod without containers',
    edit('Pod', (object) => ({ ...object, spec: { containers: 'none' } })),
    'Pod "pl-R-a-1" has no container named "step"',
  ],
  [
    'a pod with other containers',
    edit('Pod', (object) => ({ ...object, spec: { containers: [null, { name: 'main' }] } })),
    'Pod "pl-R-a-1" has no container named "step"',
  ],
];

describe('readPlan of damaged manifests', () => {
  const objects = objectsOf(pipeline('build', [step('a'), step('b', { dependsOn: ['a'] })]));
  const { run } = readPlan(objects).plan;

  it.each(DAMAGED)('names what is wrong: %s', (_, damage, message) => {
    const damaged = damage([...objects]) as readonly KubeObject[];

    const reading = () => readPlan(damaged);

    expect(reading).toThrow(UsageError);
    expect(reading).toThrow(
      expect.objectContaining({
        message: message.replaceAll(/\bpl-R\b/g, `pl-${run}`).replaceAll(/\bR\b/g, run),
        hint: expect.any(String),
      }),
    );
  });

  it('takes a step that is for no state', () => {
    const [changed] = readPlan(note('run-on', 'never')([...objects]) as readonly KubeObject[]).plan.pipelines[0]?.steps ?? [];

    expect(changed?.runOn).toEqual([]);
  });
});
