import { createHash } from 'node:crypto';
import type { StepKind } from '../model/pipeline.js';

const MAX = 63;
const KEPT = 46;
const HASH = 16;

/** The labels that Woodpecker 3 gives a pod of its own accord. */
export function woodpeckerLabels(step: string, kind: StepKind): Readonly<Record<string, string>> {
  const name = woodpeckerLabel(step);
  return { step: name, 'woodpecker-ci.org/step': name, ...(kind === 'service' ? { service: name } : {}) };
}

/** A text as Woodpecker makes a label value of it. */
export function woodpeckerLabel(text: string): string {
  const value = trimmed(
    text
      .toLowerCase()
      .replace(/[^a-z0-9\-_.]+/g, '-')
      .replace(/[-_.]{2,}/g, '-'),
  );
  if (value.length <= MAX) return value;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH);
  return `${trimmed(value.slice(0, KEPT))}-${hash}`;
}

function trimmed(value: string): string {
  return value.replace(/^[-_.]+|[-_.]+$/g, '');
}
