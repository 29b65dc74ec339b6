/** A copy of the object without the properties that are undefined. */
export function defined<T extends object>(object: T): T {
  const copy = { ...object };
  for (const key of Object.keys(copy)) if (Reflect.get(copy, key) === undefined) Reflect.deleteProperty(copy, key);
  return copy;
}
