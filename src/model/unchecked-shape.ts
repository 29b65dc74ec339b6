import { ownKeyProblem } from './kubernetes-names.js';
import { QUANTITY } from './resource-shapes.js';
import type { ObjectShape, Shape } from './shape.js';

/** The shape with the types of its values alone: what Woodpecker sends as it is, whatever Kubernetes makes of it. */
export function unchecked(shape: Shape): Shape {
  switch (shape.kind) {
    case 'text':
      return shape === QUANTITY ? shape : { kind: 'text' };
    case 'whole':
      return { ...shape, min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
    case 'list':
      return { ...shape, item: unchecked(shape.item) };
    case 'map':
      return { ...shape, key: ownKeyProblem, value: unchecked(shape.value) };
    case 'object':
      return uncheckedObject(shape);
    default:
      return shape;
  }
}

export function uncheckedObject({ fields }: ObjectShape): ObjectShape {
  const entries = Object.entries(fields).map(([key, field]) => [key, { ...field, shape: unchecked(field.shape) }] as const);
  return { kind: 'object', fields: Object.fromEntries(entries) };
}
