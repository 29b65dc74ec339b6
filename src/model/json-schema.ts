import type { Shape } from './shape.js';

/** The JSON Schema of a shape, for editors: structure, choices and ranges. What fields together get wrong the program finds. */
export function jsonSchema(shape: Shape): Readonly<Record<string, unknown>> {
  switch (shape.kind) {
    case 'text':
      // in YAML numbers and booleans stand for texts
      if (shape.choices) return { enum: [...shape.choices] };
      return { type: ['string', 'number', 'boolean'], ...(shape.pattern ? { pattern: shape.pattern } : {}) };
    case 'flag':
      return { type: 'boolean' };
    case 'whole':
      return { type: 'integer', minimum: shape.min, maximum: shape.max };
    case 'list':
      return { type: 'array', items: jsonSchema(shape.item) };
    case 'map':
      return { type: 'object', additionalProperties: jsonSchema(shape.value) };
    case 'json':
      return { type: ['array', 'object'] };
    case 'object': {
      const fields = Object.entries(shape.fields);
      const required = fields.filter(([, field]) => field.required).map(([key]) => key);
      return {
        type: 'object',
        properties: Object.fromEntries(
          fields.map(([key, { shape: value, text }]) => [key, { ...(text ? { description: text } : {}), ...jsonSchema(value) }]),
        ),
        additionalProperties: false,
        ...(required.length > 0 ? { required } : {}),
      };
    }
  }
}
