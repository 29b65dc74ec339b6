const QUANTITY = /^([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)(?:(m|k|[KMGTPE]i|[MGTPE])|[eE]([+-]?\d+))?$/;
const FACTOR: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** `400Mi`, `0.5`, `500m`, `1e3` as a number (bytes, cores); `undefined` where it is no quantity. */
export function parseQuantity(text: string): number | undefined {
  const [, digits, suffix, exponent] = QUANTITY.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * (suffix === undefined ? 10 ** Number(exponent ?? 0) : (FACTOR[suffix] ?? 1));
}
