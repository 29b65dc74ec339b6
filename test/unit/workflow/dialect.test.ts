import { describe, expect, it } from 'vitest';
import { settingVariables } from '../../../src/model/settings.js';
import { findings, stepOf, stepsOf } from './read.js';

function settingOf(text: string): string | undefined {
  const variable = settingVariables(stepOf(`settings:\n  x: ${text}`)?.settings ?? {}).PLUGIN_X;
  return variable && 'value' in variable ? variable.value : undefined;
}

describe('1.1 the dialect', () => {
  it.each([
    ['Booleans', 'true', 'true'],
    ['Booleans in other letters', 'TRUE', 'true'],
    ['Booleans of a typed field only', 'yes', 'yes'],
    ['Integers', '0x1F', '0x1F'],
    ['Integers in JSON', '{a: 0x1F, b: 0b11, c: 0o17, d: 0777, e: 1_000, f: 08}', '{"a":31,"b":3,"c":15,"d":511,"e":1000,"f":8}'],
    ['Floats', '1.10', '1.10'],
    ['Floats in JSON', '{a: 1.10}', '{"a":1.1}'],
    ['Integers in JSON, with capitals', '{a: 0X1F, b: 0B11, c: -0O17, d: _1}', '{"a":31,"b":3,"c":-15,"d":"_1"}'],
    ['Large numbers in JSON', '[{a: 1e21, b: 1e16, c: 9007199254740994}]', '[{"a":1e+21,"b":10000000000000000,"c":9007199254740994}]'],
    ['Numbers that no float holds in JSON', '{a: 9007199254740993, b: 1e400}', '{"a":"9007199254740993","b":"1e400"}'],
    ['Timestamps', '2020-01-01', '2020-01-01'],
    ['Null', '~', undefined],
    ['Null in a list', '[null, a]', ',a'],
    ['A key of no name', '{a-b.c: 1}', '{"a-b.c":1}'],
  ])('%s: %s', (_row, text, expected) => {
    expect(settingOf(text)).toBe(expected);
  });

  it.each([
    ['pull: yes', { pull: true }],
    ['pull: off', { pull: false }],
    ['detach: TRUE', { detach: true }],
    ['directory: 1.10', { directory: '1.10' }],
    ['directory: true', { directory: 'true' }],
    ['directory: 2020-01-01', { directory: '2020-01-01' }],
    ['commands: 5', { commands: ['5'] }],
    ['ports: [80, null]', { ports: [80] }],
    ['ports: ["000080", "80/", 53/UDP, 80/http, 0]', { ports: [80, 80, '53/UDP', '80/http', 0] }],
    ['depends_on:', { dependsOn: [] }],
  ])('scalars of typed fields: %s', (keys, expected) => {
    expect(stepOf(keys)).toMatchObject(expected);
  });

  it.each([
    ['Quoted booleans', 'pull: "true"', 'wrong-type'],
    ['Numbers for booleans', 'pull: 1', 'wrong-type'],
    ['Items that are no strings', 'commands: [1]', 'wrong-type'],
    ['Items that are null', 'commands: [null]', 'wrong-type'],
    ['Duplicate keys', 'pull: true\npull: true', 'duplicate-key'],
    ['Unknown keys', 'pul: true', 'unknown-key'],
    ['Lists as environment', 'environment: [A=1]', 'wrong-type'],
    ['A host port', "ports: ['80:80']", 'wrong-value'],
    ['A port that is none', 'ports: [70000]', 'wrong-value'],
    ['A host without an address', 'extra_hosts: [one]', 'wrong-value'],
    ['A dependency without a name', 'depends_on: [{optional: true}]', 'missing-key'],
    ['A dependency that is a map', 'depends_on: {name: a}', 'wrong-type'],
    ['A secret that is no name', 'settings: {a: {from_secret: [x]}}', 'wrong-type'],
    ['A number for a secret', 'settings: {a: [{from_secret: 123}]}', 'wrong-type'],
    ['A boolean for a secret', 'environment: {a: {from_secret: true}}', 'wrong-type'],
  ])('%s are told: %s', (_row, keys, code) => {
    const indented = keys.replaceAll(/^/gm, '    ');

    expect(findings(`skip_clone: true\nsteps:\n  one:\n    image: a\n${indented}`).map((finding) => finding.split(' ')[2])).toContain(
      `${code}:`,
    );
  });

  it.each([
    ['Map merge', 'x: &a {image: a, pull: true}\nsteps: [{<<: *a, pull: false}]', { image: 'a', pull: false }],
    ['Map merge of several', 'x: &a {image: a}\ny: &b {image: b, pull: true}\nsteps: [{<<: [*a, *b]}]', { image: 'a', pull: true }],
    ['Sequence merge', 'x: &a [p, q]\nsteps: [{image: a, commands: [<<: *a, r]}]', { commands: ['p', 'q', 'r'] }],
    ['Sequence merge of several', 'x: &a [p]\ny: &b [q]\nsteps: [{image: a, commands: [{<<: [*a, *b]}]}]', { commands: ['p', 'q'] }],
    ['Multi-document', 'steps: [{image: a}]\n---\nsteps: [{image: b}]', { image: 'a' }],
    ['variables', 'variables: {anything: [1, {a: b}]}\nsteps: [{image: a}]', { image: 'a' }],
  ])('%s', (_row, text, expected) => {
    expect(stepsOf(text)[0]).toMatchObject(expected);
  });
});
