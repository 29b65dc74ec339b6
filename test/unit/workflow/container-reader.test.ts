import { describe, expect, it } from 'vitest';
import { findings, stepOf, stepsOf } from './read.js';

/** Findings in a step whose keys begin at line 4, column 5. */
function findingsIn(keys: string) {
  return findings(`skip_clone: true\nsteps:\n  - image: a\n    ${keys}`);
}

describe('1.4 the keys of a step', () => {
  it.each([
    ['commands: echo', { commands: ['echo'], kind: 'commands' }],
    ['commands: 5', { commands: ['5'] }],
    ['commands:\n  - one\n  - |\n    two\n    three', { commands: ['one', 'two\nthree\n'] }],
    ['entrypoint: [sh, -c]', { entrypoint: ['sh', '-c'], kind: 'commands' }],
    ['environment: {A: 1}', { environment: { A: '1' }, kind: 'commands' }],
    ['settings: {a: 1}', { settings: { a: '1' }, kind: 'plugin' }],
    ['directory: sub', { directory: 'sub' }],
    ['volumes: ["cache:/cache:ro"]', { volumes: ['cache:/cache:ro'] }],
    ['ports: [5432, 53/udp, "80"]', { ports: [5432, '53/udp', 80] }],
    ['privileged: true', { privileged: true }],
    ['pull: yes', { pull: true }],
    ['pull: off', { pull: false }],
    ['name: other', { name: 'other' }],
    ['name: 5', { name: '5' }],
    ['detach: true', { detach: true }],
    ['failure: ignore', { failure: 'ignore' }],
    ['failure: cancel', { failure: 'cancel' }],
    ['timeout: 90s', { timeoutSeconds: 90 }],
    ['timeout: 10m', { timeoutSeconds: 600 }],
    ['timeout: 1h30m', { timeoutSeconds: 5400 }],
    ['privileged:', { name: 'one', kind: 'plugin', detach: false, failure: 'fail', runOn: ['success'], dependsOn: [] }],
  ])('%j', (keys, expected) => {
    expect(stepOf(keys)).toMatchObject(expected);
  });

  it('leaves out what is not said', () => {
    expect(stepOf('privileged:')).toStrictEqual({
      name: 'one',
      kind: 'plugin',
      image: 'a',
      detach: false,
      failure: 'fail',
      runOn: ['success'],
      dependsOn: [],
    });
  });

  it.each([
    ['commands: [1]', '4:16 error wrong-type: item 1 of "commands" must be text, not the number 1 (put it in quotes: "1")'],
    ['commands: [true]', '4:16 error wrong-type: item 1 of "commands" must be text, not the boolean true (put it in quotes: "true")'],
    ['commands: {a: b}', '4:15 error wrong-type: "commands" must be text or a list of texts, not a map'],
    ['environment: [A=b]', '4:18 error wrong-type: "environment" must be a map, not a list (write "NAME: value", one a line)'],
    ['environment: {A: {from_secret: [x]}}', '4:36 error wrong-type: "from_secret" must be the name of a secret, not a list'],
    ['detach: "true"', '4:13 error wrong-type: "detach" must be true or false, not text'],
    ['privileged: 1', '4:17 error wrong-type: "privileged" must be true or false, not the number 1'],
    ['name: [a]', '4:11 error wrong-type: "name" must be text, not a list'],
    ['name: "a\\nb"', '4:11 error bad-name: the name "a\\x0ab" of a step holds a line break or control character'],
    ['directory: {}', '4:16 error wrong-type: "directory" must be text, not a map'],
    ['failure: ignored', '4:14 error wrong-value: "failure" must be fail, ignore or cancel, not "ignored" (did you mean "ignore"?)'],
    ['volumes: [1]', '4:15 error wrong-type: item 1 of "volumes" must be text, not the number 1 (put it in quotes: "1")'],
    [
      'ports: ["8080:80"]',
      '4:13 error wrong-value: item 1 of "ports" must be a port, not "8080:80" (ports are not mapped: name the one that the container listens on)',
    ],
    ['ports: [70000]', '4:13 error wrong-value: item 1 of "ports" must be a port, not "70000" (write it as 5432 or 53/udp)'],
    ['timeout: 90', '4:14 error wrong-value: "timeout" must be a length of time, not "90" (add a unit: 90s or 90m)'],
    ['retry: many', '4:12 error wrong-value: "retry" must be a number of attempts, not "many" (write it as a whole number such as 2)'],
    ['timeout: 0s', '4:14 error wrong-value: "timeout" must be a length of time, not "0s" (write it as 90s, 10m or 1h30m)'],
    ['timeout: 30m1h', '4:14 error wrong-value: "timeout" must be a length of time, not "30m1h" (write it as 90s, 10m or 1h30m)'],
    [
      'volumes: ["/var/run/docker.sock:/x"]',
      '4:15 warning not-a-claim: "/var/run/docker.sock" is a path, and only claims can be mounted (create a PersistentVolumeClaim and write its name before the first colon)',
    ],
    ['comands: [x]', '4:5 warning unknown-key: unknown key "comands" in a step (did you mean "commands"?)'],
    ['zzz: [x]', '4:5 warning unknown-key: unknown key "zzz" in a step'],
    ['secrets: [x]', '4:5 warning unknown-key: unknown key "secrets" in a step (use "environment" with "from_secret")'],
    [
      'backend_options: {kubernets: {}}',
      '4:23 warning unknown-key: unknown key "kubernets" in "backend_options" (did you mean "kubernetes"?)',
    ],
  ])('says what is wrong with %j', (keys, expected) => {
    expect(findingsIn(keys)).toEqual([expected]);
  });

  it.each(['commands: [x]', 'entrypoint: [x]'])('refuses settings beside %s', (other) => {
    const key = other.split(':')[0];

    expect(findingsIn(`settings: {a: 1}\n    ${other}`)).toEqual([
      `4:5 error settings-conflict: "settings" and "${key}" exclude each other (use "environment" instead of "settings", or remove "${key}")`,
    ]);
  });

  it('warns of settings beside an environment', () => {
    expect(findingsIn('settings: {a: 1}\n    environment: {A: 1}')[0]).toContain('4:5 warning settings-conflict');
  });

  it.each([
    ['a', '3:5 error wrong-type: a step must be a map, not text'],
    ['{commands: [x]}', '3:5 error missing-key: the step "step-0" has no image (add "image:")'],
    ['{name: n, image: }', '3:5 error missing-key: the step "n" has no image (add "image:")'],
    ['{image: [a]}', '3:13 error wrong-type: "image" must be text, not a list'],
  ])('refuses the step %s', (step, expected) => {
    expect(findings(`skip_clone: true\nsteps:\n  - ${step}`)).toEqual([expected]);
  });

  it('reports all that is wrong in all steps together, in the order of the text', () => {
    const found = findings('skip_clone: true\nsteps:\n  - {image: a, detach: 1, pull: maybe}\n  - {commands: x, ports: x}');

    expect(found.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      '3:24 error wrong-type:',
      '3:33 error wrong-type:',
      '4:5 error missing-key:',
      '4:26 error wrong-type:',
    ]);
  });
});

describe('1.8 values of settings and environment', () => {
  it.each([
    ['1.10', '1.10'],
    ['1000000.0', '1000000.0'],
    ['0777', '0777'],
    ['2020-01-01', '2020-01-01'],
    ['yes', 'yes'],
    ['True', true],
    ['"true"', 'true'],
    ['', null],
    ['[1.10, two, TRUE, null]', ['1.10', 'two', true, null]],
    ['{a: 1.50, b: 0x1F, c: 0777, d: "1", e: no, f: null, g: [1_000]}', { a: 1.5, b: 31, c: 511, d: '1', e: 'no', f: null, g: [1000] }],
    ['[1, {k: 08}]', [1, { k: 8 }]],
    ['{n: 12345678901234567890, i: .inf}', { n: '12345678901234567890', i: '.inf' }],
    ['{from_secret: TOK, other: x}', { from_secret: 'TOK' }],
    ['[{from_secret: tok}]', [{ from_secret: 'tok' }]],
    ['{u: {from_secret: tok}}', { u: { from_secret: 'tok' } }],
  ])('reads %j', (text, expected) => {
    expect(stepOf(`settings:\n  x: ${text}`)?.settings).toEqual({ x: expected });
    expect(stepOf(`environment:\n  x: ${text}`)?.environment).toEqual({ x: expected });
  });

  it('keeps a name that objects have anyway', () => {
    const environment = stepOf('environment: {__proto__: a, constructor: b}')?.environment ?? {};

    expect(Object.entries(environment)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });
});

describe('1.2 names', () => {
  it.each([
    ['steps: {a: {image: x}, b: {image: x, name: other}, c: {image: x, name: ""}}', ['a', 'other', 'c']],
    ['steps: [{image: x}, {image: x, name: b}, {image: x}]', ['step-0', 'b', 'step-2']],
  ])('of %s are %j', (text, names) => {
    expect(stepsOf(text).map(({ name }) => name)).toEqual(names);
  });
});
