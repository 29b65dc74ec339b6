import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEven } from './even.js';

test('knows even numbers', () => {
  assert.ok(isEven(2));
  assert.ok(!isEven(3));
});
