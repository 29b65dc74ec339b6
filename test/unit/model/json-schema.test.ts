import { expect, it } from 'vitest';
import { jsonSchema } from '../../../src/model/json-schema.js';
import { choice, flag, jsonOf, listOf, mapOf, object, text, whole } from '../../../src/model/shape.js';

const anything = () => undefined;

it.each([
  [text(), { type: ['string', 'number', 'boolean'] }],
  [text(undefined, '^a$'), { type: ['string', 'number', 'boolean'], pattern: '^a$' }],
  [choice('a', 'b'), { enum: ['a', 'b'] }],
  [flag, { type: 'boolean' }],
  [whole(1, 2), { type: 'integer', minimum: 1, maximum: 2 }],
  [listOf(flag), { type: 'array', items: { type: 'boolean' } }],
  [mapOf(anything, flag), { type: 'object', additionalProperties: { type: 'boolean' } }],
  [jsonOf(anything), { type: ['array', 'object'] }],
  [
    object<{ readonly a: boolean; readonly b?: boolean }>({ a: { shape: flag, required: true, text: 'what it is' }, b: { shape: flag } }),
    {
      type: 'object',
      properties: { a: { description: 'what it is', type: 'boolean' }, b: { type: 'boolean' } },
      additionalProperties: false,
      required: ['a'],
    },
  ],
])('%j has a schema', (shape, schema) => {
  expect(jsonSchema(shape)).toEqual(schema);
});
