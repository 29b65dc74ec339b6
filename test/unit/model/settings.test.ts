import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/model/pipeline.js';
import { environmentVariables, settingVariables } from '../../../src/model/settings.js';

const token = { from_secret: 'tok' };

function ofSetting(value: Value) {
  return settingVariables({ x: value }).PLUGIN_X;
}

describe('1.8 settingVariables', () => {
  it.each<[string, Value, string]>([
    ['a string', 'a\nb', 'a\nb'],
    ['a number', 2.5, '2.5'],
    ['a boolean', false, 'false'],
    ['an empty list', [], ''],
    ['a list of scalars', [1, 'two', true], '1,two,true'],
    ['a null in a list', [null, 'a'], ',a'],
    ['a list with a map', [1, { k: 2 }], '[1,{"k":2}]'],
    ['a list with a list', [1, [2, null]], '[1,[2,null]]'],
    ['an empty map', {}, '{}'],
    ['a map', { z: 1, a: 'x<y', '9': true, '10': null }, '{"10":null,"9":true,"a":"x\\u003cy","z":1}'],
    ['a map with separators of JavaScript', { a: '\u2028&>' }, '{"a":"\\u2028\\u0026\\u003e"}'],
  ])('converts %s', (_, value, text) => {
    expect(ofSetting(value)).toEqual({ value: text });
  });

  it.each<[string, Value, 'plain' | 'json']>([
    ['a secret', token, 'plain'],
    ['a list with a secret', [token], 'json'],
    ['a map with a secret', { u: { v: [token] } }, 'json'],
  ])('keeps %s as a template', (_, value, encoding) => {
    expect(ofSetting(value)).toEqual({ template: value, encoding });
  });

  it.each([
    ['a-b.c', 'PLUGIN_A_B_C'],
    ['anInt', 'PLUGIN_ANINT'],
    ['some_bool', 'PLUGIN_SOME_BOOL'],
  ])('names the variable of %s', (setting, variable) => {
    expect(settingVariables({ [setting]: 1 })).toEqual({ [variable]: { value: '1' } });
  });

  it('leaves out empty names and null values', () => {
    expect(settingVariables({ '': 1, none: null, empty: '' })).toEqual({ PLUGIN_EMPTY: { value: '' } });
  });
});

describe('1.8 environmentVariables', () => {
  it('keeps the names', () => {
    expect(environmentVariables({ lower: 1, 'with-dash.dot': 'x' })).toEqual({ lower: { value: '1' }, 'with-dash.dot': { value: 'x' } });
  });

  it('leaves out empty names and null values', () => {
    expect(environmentVariables({ '': 1, NONE: null, EMPTY: '' })).toEqual({ EMPTY: { value: '' } });
  });
});
