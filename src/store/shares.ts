/** Shares room among those who want some of it: who wants little gets that, the others get as much as each other. */
export function shares<K>(wanted: ReadonlyMap<K, number>, room: number): ReadonlyMap<K, number> {
  const given = new Map<K, number>();
  let left = room;
  const modest = [...wanted].sort(([, a], [, b]) => a - b);
  for (const [index, [key, size]] of modest.entries()) {
    const share = Math.min(size, Math.floor(left / (modest.length - index)));
    given.set(key, share);
    left -= share;
  }
  return given;
}
