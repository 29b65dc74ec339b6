import type { Compat } from '../model/agent-settings.js';
import type { ObjectShape, Shape } from '../model/shape.js';
import { keyMessage, textProblem, wholeProblem } from '../model/shape-problems.js';
import { type Convert, wrongType } from './convert.js';
import { defined } from './defined.js';
import { MapReader } from './map-reader.js';
import { isNull, type Node, scalarValue } from './node.js';
import { weakFlag, weakText, weakWhole } from './weak.js';

/** Looks at an object once its fields are read, and may change it. */
export type ObjectHook = (value: Readonly<Record<string, unknown>>, reader: MapReader) => Readonly<Record<string, unknown>>;

export interface ShapeReaderOptions {
  /** From the root of what is read: `kubernetes.tolerations[0]`. */
  readonly path: string;
  readonly compat?: Compat;
  readonly hooks?: ReadonlyMap<Shape, ObjectHook>;
}

/**
 * Reads a value of a shape, as freely as the reference implementation reads backend options: keys in any letter case,
 * one kind of scalar for another where nothing is lost, one value for a list.
 */
export function readShape(shape: Shape, options: ShapeReaderOptions): Convert<unknown> {
  const { path, compat } = options;
  return (node, _label, diagnostics) => {
    const label = `"${path}"`;
    const valid = <T>(value: T | undefined, problem: (value: T) => string | undefined): T | undefined => {
      const message = value === undefined ? undefined : problem(value);
      if (message === undefined) return value;
      diagnostics.error({ code: 'wrong-value', message: `${label} ${message}`, at: node.span });
      return undefined;
    };
    switch (shape.kind) {
      case 'json':
        return valid(jsonOf(node), shape.check);
      case 'text':
        // to Kubernetes the empty choice is none
        if (shape.choices && node.kind === 'scalar' && node.text === '') return undefined;
        return valid(weakText(compat)(node, label, diagnostics), (value) => textProblem(value, shape));
      case 'flag':
        return weakFlag(compat)(node, label, diagnostics);
      case 'whole':
        return valid(weakWhole(compat)(node, label, diagnostics), (value) => wholeProblem(value, shape));
      case 'list': {
        const items = node.kind === 'list' ? node.items : [node];
        return items.flatMap((item, index) => {
          const itemPath = node.kind === 'list' ? `${path}[${index}]` : path;
          const value = isNull(item) ? undefined : readShape(shape.item, { ...options, path: itemPath })(item, '', diagnostics);
          return value === undefined ? [] : [value];
        });
      }
      case 'map': {
        if (node.kind === 'list' && node.items.length === 0) return {};
        if (node.kind !== 'map') return wrongType({ node, label, expected: 'a map' }, diagnostics);
        return Object.fromEntries(
          node.entries.map(({ key, value }) => {
            const problem = shape.key(key.text);
            if (problem !== undefined)
              diagnostics.error({ code: 'wrong-value', message: `${label} ${keyMessage(key.text, problem)}`, at: key.span });
            return [key.text, readShape(shape.value, { ...options, path: `${path}.${key.text}` })(value, '', diagnostics) ?? ''];
          }),
        );
      }
      case 'object':
        return readObject(shape, options)(node, label, diagnostics);
    }
  };
}

/** Reads an object; nothing where a part of it is wrong. */
function readObject(shape: ObjectShape, options: ShapeReaderOptions): Convert<Readonly<Record<string, unknown>>> {
  const { path, hooks } = options;
  return (node, label, diagnostics) => {
    const reader = MapReader.of(node, diagnostics, { what: label, path: `${path}.`, letterCase: 'ignored' });
    if (!reader) return undefined;
    const fields = Object.entries(shape.fields);
    const read = Object.fromEntries(
      fields.map(([key, field]) => [key, reader.get(key, readShape(field.shape, { ...options, path: `${path}.${key}` }))]),
    );
    reader.finish();
    const missing = fields.filter(([key, { required }]) => required && !reader.keySpan(key));
    for (const [key] of missing) diagnostics.error({ code: 'missing-key', message: `${label} needs "${key}"`, at: node.span });
    const value = hooks?.get(shape)?.(defined(read), reader) ?? defined(read);
    const isWhole = missing.length === 0 && fields.every(([key]) => read[key] !== undefined || !reader.keySpan(key));
    const problem = isWhole ? shape.check?.(value) : undefined;
    if (problem !== undefined) diagnostics.error({ code: 'wrong-value', message: `${label} ${problem}`, at: node.span });
    return value;
  };
}

/** The value as YAML has it. */
function jsonOf(node: Node): unknown {
  if (node.kind === 'scalar') return scalarValue(node);
  if (node.kind === 'list') return node.items.map(jsonOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, jsonOf(value)]));
}
