/** Digits with an optional fraction, then a binary, decimal or exponent suffix. */
const QUANTITY = /^\+?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** True for the text of a Kubernetes quantity that is not negative: `10G`, `400Mi`, `100m`, `0.5`, `1e3`. */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}
