/** Digits with an optional fraction, then a binary, decimal or exponent suffix. */
const QUANTITY = /^\+?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** True for the text of a Kubernetes quantity that is not negative: '10G', '400Mi', '100m', '0.5', '1e3'. */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

export function quantityProblem(text: string): string | undefined {
  return isQuantity(text) ? undefined : 'must be a quantity such as 100m or 400Mi';
}

/** The number that a quantity stands for; undefined for any other text. */
export function quantityValue(text: string): number | undefined {
  const [, digits, suffix = ''] = QUANTITY.exec(text) ?? [];
  if (digits === undefined) return undefined;
  if (suffix.endsWith('i')) return Number(digits) * 1024 ** ('KMGTPE'.indexOf(suffix.charAt(0)) + 1);
  const exponent = suffix.length > 1 ? suffix.slice(1) : String(DECIMAL[suffix] ?? 0);
  return Number(`${digits}e${exponent}`);
}
