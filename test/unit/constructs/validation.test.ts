import { App, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline, type PipelineProps } from '../../../src/constructs/pipeline.js';
import type { StepPodProps } from '../../../src/constructs/step-pod.js';
import type { KubernetesOptions } from '../../../src/model/kubernetes-options.js';
import { pipelineOf, problemsOf, stepPod } from './synthesized.js';

const image = 'alpine';
const LABEL_VALUE = 'must be a label value (at most 63 letters, digits, "-", "_" and ".", the first and last a letter or digit)';
const KEY = 'must be such as "name" or "example.com/name"';

function problemsOfStep(props: Partial<StepPodProps>, name = 'test') {
  const build = pipelineOf();
  build.step(name, { image, ...props });
  return problemsOf(build);
}

describe('a wrong option is a finding with the path of its step', () => {
  it.each<[Partial<StepPodProps>, string]>([
    [{ image: '' }, '"" is not the name of an image'],
    [{ image: ' alpine' }, '" alpine" is not the name of an image'],
    [{ image: 'alpine:$TAG' }, '"alpine:$TAG" is not the name of an image'],
    [{ ports: [0] }, 'port "0" is not a number up to 65535, or number/protocol'],
    [{ ports: ['80:80'] }, 'port "80:80" is not a number up to 65535, or number/protocol'],
    [{ ports: ['80/http'] }, 'port "80/http" is not a number up to 65535, or number/protocol'],
    [{ ports: [65_536] }, 'port "65536" is not a number up to 65535, or number/protocol'],
    [{ volumes: ['cache:data'] }, 'volume "cache:data": the mount path "data" is not absolute'],
    [{ volumes: ['/var/cache:/cache'] }, 'volume "/var/cache:/cache": "/var/cache" is not the name of a PersistentVolumeClaim'],
    [{ volumes: ['cache:/cache:rx'] }, 'volume "cache:/cache:rx": the mode is neither "ro" nor "rw"'],
    [{ volumes: ['a:/cache', 'b:/cache', 'c:/cache'] }, 'two volumes are mounted at "/cache"'],
    [{ volumes: ['a:/woodpecker'] }, 'two volumes are mounted at "/woodpecker"'],
    [{ tmpfs: ['cache'] }, 'tmpfs "cache": the path "cache" is not absolute'],
    [{ tmpfs: ['/cache:ro'] }, 'tmpfs "/cache:ro": the option "ro" is not known, such as size=64m'],
    [{ volumes: ['a:/cache'], tmpfs: ['/cache'] }, 'two volumes are mounted at "/cache"'],
    [{ environment: { 'no name': 1 } }, '"no name" is not a name of an environment variable'],
    [{ environment: { '1st': 1 } }, '"1st" is not a name of an environment variable'],
    [{ environment: { '..': 1 } }, '".." is not a name of an environment variable'],
    [{ settings: { a: 1 }, commands: ['b'] }, "settings and commands exclude each other: settings are for the image's own entry point"],
    [{ commands: ['echo \0'] }, 'the commands hold a NUL character, which no shell can read'],
    [{ commands: ['#'.repeat(910 * 1024)] }, 'the commands are 1821 KiB long, more than the 900 KiB that fit'],
    [{ entrypoint: ['sh'], commands: ['#'.repeat(50 * 1024)] }, 'the commands are 101 KiB long, more than the 95 KiB that fit'],
    [{ timeout: Duration.millis(500) }, 'timeout: 0.5 is not a whole number of seconds, at least one'],
    [{ timeout: Duration.seconds(0) }, 'timeout: 0 is not a whole number of seconds, at least one'],
    [{ retry: -1 }, 'retry: -1 is not a number of attempts'],
    [{ retry: { limit: 1, backoff: Duration.millis(1500) } }, 'retry: the backoff of 1.5 is not a whole number of seconds'],
    [{ runOn: [] }, 'runOn is empty: it would never run'],
  ])('%j', (props, problem) => {
    const path = problem.startsWith('the commands') ? 'build/test/process' : 'build/test';

    expect(problemsOfStep(props)).toEqual([`[${path}] ${problem}`]);
  });

  it('but not a step that never runs in the compatibility with Woodpecker 3, which skips it', () => {
    const { metadata } = stepPod({ runOn: [] }, { settings: { compat: 'woodpecker-3' } });

    expect(metadata.annotations?.['podline.dev/run-on']).toBe('never');
  });

  it.each<[KubernetesOptions, string]>([
    [
      { resources: { requests: { memory: '400MB' } } },
      'kubernetes.resources.requests.memory must be a quantity such as 100m or 400Mi, not "400MB"',
    ],
    [{ resources: { limits: { cpu: '-1' } } }, 'kubernetes.resources.limits.cpu must be a quantity such as 100m or 400Mi, not "-1"'],
    [{ labels: { team: 'a'.repeat(64) } }, `kubernetes.labels.team ${LABEL_VALUE}, not "${'a'.repeat(64)}"`],
    [{ labels: { 'no key': 'a' } }, `kubernetes.labels has the key "no key", and a key ${KEY}`],
    [{ annotations: { 'a/b/c': 'a' } }, `kubernetes.annotations has the key "a/b/c", and a key ${KEY}`],
    [{ nodeSelector: { disk: 'fast & big' } }, `kubernetes.nodeSelector.disk ${LABEL_VALUE}, not "fast & big"`],
    [
      { nodeSelector: { 'kubernetes.io/os': 'windows' } },
      'kubernetes has "kubernetes.io/os": windows in its node selector, and steps need a POSIX shell',
    ],
    [
      { tolerations: [{ key: 'key1', effect: 'NoSchedule', tolerationSeconds: 3600 }] },
      'the toleration of "key1" has tolerationSeconds: Kubernetes takes it with the effect NoExecute only',
    ],
    [{ secrets: [{ name: 'My Secret' }] }, 'kubernetes.secrets[0].name must be the name of an object, not "My Secret"'],
    [{ secrets: [{ name: 'aws', target: { env: 'KEY' } }] }, 'kubernetes.secrets[0] needs a "key" for the variable "KEY"'],
    [{ secrets: [{ name: 'aws', target: { file: 'key' } }] }, 'kubernetes.secrets[0].target.file must be an absolute path, not "key"'],
  ])('kubernetes: %j', (kubernetes, problem) => {
    expect(problemsOfStep({ kubernetes })).toEqual([`[build/test] ${problem}`]);
  });

  it.each<[string, string, string]>([
    ['', 'build/_', 'the name "" is empty'],
    ['a\nb', 'build/a--b', 'the name "a\\nb" holds a line break or control character'],
  ])('the name %j', (name, path, problem) => {
    expect(problemsOfStep({}, name)).toEqual([`[${path}] ${problem}`]);
  });

  it.each<Partial<StepPodProps>>([
    { image: 'registry.example:5000/Team/tool:1.2@sha256:0123' },
    { image: '[::1]:5000/tool' },
    { kubernetes: { labels: { empty: '', 'example.com/a': 'b' }, annotations: { 'example.com/a': 'any text: ä\n' } } },
    { ports: [1, 65_535, '53/UDP'] },
    { environment: { 'with-dash.dot': 1, _: 2, lower: 3 } },
    { commands: ['#'.repeat(400 * 1024)] },
  ])('and nothing is wrong with %#', (props) => {
    expect(problemsOfStep(props)).toEqual([]);
  });

  it('a step may be named as a part of podline', () => {
    const build = pipelineOf();
    for (const name of ['$volume', '$network', '$run', '_volume']) build.step(name, { image });

    expect(problemsOf(build)).toEqual([]);
  });
});

describe('a wrong pipeline is a finding with its path', () => {
  it.each<[PipelineProps, string, string]>([
    [{ namespace: 'MySpace' }, 'build', 'namespace must be the name of a namespace, not "MySpace"'],
    [{ namespace: 'My_Space' }, 'build', 'namespace must be the name of a namespace, not "My_Space"'],
    [{ workspace: { base: 'src' } }, 'build', 'the workspace\'s base "src" is not an absolute path'],
    [{ volume: { size: '10GB' } }, 'build/$volume', 'volume size "10GB" is not a quantity such as 10G or 500Mi'],
    [{ environment: { 'A B': '' } }, 'build', '"A B" is not a name of an environment variable'],
    [{ podLabels: { team: 'a b' } }, 'build', `podLabels.team ${LABEL_VALUE}, not "a b"`],
    [{ podAnnotations: { 'a b': '' } }, 'build', `podAnnotations has the key "a b", and a key ${KEY}`],
    [{ runOn: [] }, 'build', 'runOn is empty: it would never run'],
    [{ dependsOn: ['lint'] }, 'build/$run', 'the pipelines: "build" depends on "lint", which does not exist'],
  ])('%j', (props, path, problem) => {
    const build = pipelineOf(props);
    build.step('test', { image });

    expect(problemsOf(build)).toEqual([`[${path}] ${problem}`]);
  });

  it('without steps', () => {
    expect(problemsOf(pipelineOf())).toEqual(['[build] a pipeline needs at least one step']);
  });
});

describe('several mistakes in one app', () => {
  function app(): App {
    const app = new App();
    const build = new Pipeline(app, 'build', { namespace: 'ci', dependsOn: ['deploy'] });
    build.step('a', { image: '', dependsOn: ['b'] });
    build.step('b', { image, dependsOn: ['a', 'c'] });
    build.step('b', { image, volumes: ['x'] });
    const deploy = new Pipeline(app, 'deploy', { namespace: 'cd', dependsOn: [build] });
    deploy.step('test', { image, commands: ['\0'] });
    new Pipeline(app, 'deploy', { namespace: 'ci' }).step('test', { image, ports: ['x'] });
    return app;
  }

  const problems = [
    `[build] "b" depends on "c", which does not exist`,
    `[build] the name "b" is used twice`,
    `[build] dependency cycle a -> b -> a`,
    `[build/$run] the pipelines: the name "deploy" is used twice`,
    `[build/$run] the pipelines: dependency cycle build -> deploy -> build`,
    `[build/a] "" is not the name of an image`,
    `[build/b$2] volume "x": the mount path "x" is not absolute`,
    `[deploy] namespace "cd": the run's other pipelines are in "ci"`,
    `[deploy/test/process] the commands hold a NUL character, which no shell can read`,
    `[deploy$2/test] port "x" is not a number up to 65535, or number/protocol`,
  ];

  it('come out together when cdk8s synthesizes it', () => {
    const synthesis = () => app().synthYaml();

    for (const problem of problems) expect(synthesis).toThrow(problem);
    expect(synthesis).toThrow(new RegExp(`^Validation failed with the following errors:(\n  \\[.*){${problems.length}}$`));
  });

  it('come out with each manifest, as far as they are its own', () => {
    const [build, deploy] = app().node.children as [Pipeline, Pipeline];

    expect([...problemsOf(build)].sort()).toEqual(problems.filter((problem) => problem.startsWith('[build')).sort());
    expect([...problemsOf(deploy)].sort()).toEqual(problems.filter((problem) => /^\[deploy[\]/]/.test(problem)).sort());
  });
});
