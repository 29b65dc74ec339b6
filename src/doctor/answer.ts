import { ClusterError } from '../errors.js';
import type { Check, Finding } from '../report/finding.js';

/** What the cluster said to a question. */
export type Answer<T> = { readonly type: 'told'; readonly value: T } | { readonly type: 'refused'; readonly error: ClusterError };

/** Asks; what the cluster refuses, or does not have, is an answer. */
export async function ask<T>(question: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { type: 'told', value: await question() };
  } catch (error) {
    if (error instanceof ClusterError) return { type: 'refused', error };
    throw error;
  }
}

/** The finding where a question was refused: nobody can tell, and that is no fault where the least Role has no right to it. */
export function untold(check: Check, what: string, error: ClusterError): Finding {
  const why = error.status === 403 ? `this account may not ${what}` : error.message;
  return { check, status: 'unknown', message: `cannot tell: ${why}` };
}
