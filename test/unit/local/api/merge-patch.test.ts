import { expect, it } from 'vitest';
import { mergePatch } from '../../../../src/local/api/merge-patch.js';

it.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ a: 'foo' }, { a: { b: { c: null } } }, { a: { b: {} } }],
])('%j patched with %j is %j (RFC 7386)', (target, patch, result) => {
  expect(mergePatch(target, patch)).toEqual(result);
});
