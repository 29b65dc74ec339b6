import { describe, expect, it } from 'vitest';
import { findings, pipelinesOf, stepOf } from './read.js';

/** The rule of a service with these keys. */
function ruleOf(keys: string) {
  const [pipeline] = pipelinesOf(`skip_clone: true\nservices:\n  db:\n    image: a\n    ${keys}\nsteps:\n  one: {image: a}`);
  return pipeline?.steps[0]?.ready;
}

function findingsIn(keys: string) {
  return findings(`skip_clone: true\nsteps:\n  - image: a\nservices:\n  - name: db\n    image: a\n    ${keys}`);
}

describe('"ready" of a service', () => {
  it.each([
    ['ready: {exec: pg_isready --quiet}', { exec: ['/bin/sh', '-c', 'pg_isready --quiet'], timeoutSeconds: 60 }],
    ['ready: {exec: [pg_isready, --quiet]}', { exec: ['pg_isready', '--quiet'], timeoutSeconds: 60 }],
    ['ready: {http: 8080/health}', { http: '8080/health', timeoutSeconds: 60 }],
    ['ready: {http: ":8080"}', { http: ':8080', timeoutSeconds: 60 }],
    ['ready: {tcp: 5432, timeout: 2m}', { tcp: 5432, timeoutSeconds: 120 }],
    ['ready: {log: "ready to .*connections"}', { log: 'ready to .*connections', timeoutSeconds: 60 }],
    ['ready: false', false],
    ['ready:', undefined],
  ])('%s', (keys, rule) => {
    expect(ruleOf(keys)).toEqual(rule);
  });

  it.each([
    ['ready: true', '7:12 error wrong-type: "ready" must be a map, not the boolean true'],
    ['ready: {timeout: 5s}', '7:12 error wrong-value: "ready" needs one of exec, http, tcp, log'],
    ['ready: {tcp: 80, log: up}', '7:12 error wrong-value: "ready" needs one of exec, http, tcp, log, not tcp and log'],
    ['ready: {tcp: web}', '7:18 error wrong-value: "ready.tcp" must be a port from 1 to 65535, not web'],
    ['ready: {tcp: 65536}', '7:18 error wrong-value: "ready.tcp" must be a port from 1 to 65535, not 65536'],
    ['ready: {http: /health}', '7:19 error wrong-value: "ready.http" must be port/path such as 8080/health, not "/health"'],
    ['ready: {log: "("}', '7:18 error wrong-value: "ready.log" is no regular expression: error parsing regexp: missing closing ): `(`'],
    ['ready: {exec: []}', '7:19 error wrong-value: "ready.exec" has no command'],
    ['ready: {tcp: 80, timeout: 5}', '7:31 error wrong-value: "ready.timeout" must be a length of time, not "5" (add a unit: 5s or 5m)'],
    ['ready: {tcp: 80, after: 5s}', '7:22 warning unknown-key: unknown key "after" in "ready"'],
  ])('%s is a finding', (keys, finding) => {
    expect(findingsIn(keys)).toEqual([finding]);
  });
});

describe('"ready" of a step', () => {
  it('is for those that are detached', () => {
    expect(stepOf('detach: true\nready: {tcp: 80}')?.ready).toEqual({ tcp: 80, timeoutSeconds: 60 });
  });

  it('is a finding where the step is waited for to its end', () => {
    const [finding] = findings('skip_clone: true\nsteps:\n  - image: a\n    ready: {tcp: 80}');

    expect(finding).toMatch(/^4:5 error wrong-value: "ready" is for services and detached steps/);
  });
});
