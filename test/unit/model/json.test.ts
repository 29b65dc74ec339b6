import { expect, it } from 'vitest';
import { encodeJson } from '../../../src/model/json.js';

it.each([
  [{ b: [1, null, true], a: 'x' }, '{"a":"x","b":[1,null,true]}'],
  [{ '10': 1, '9': 2 }, '{"10":1,"9":2}'],
  ['a<b>&\u2028"', '"a\\u003cb\\u003e\\u0026\\u2028\\""'],
  [{ '<': 1 }, '{"\\u003c":1}'],
  [[], '[]'],
])('encodes %j as %s', (value, text) => {
  expect(encodeJson(value)).toBe(text);
});
