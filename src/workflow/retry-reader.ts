import type { RetryCause, RetryRule } from '../model/pipeline.js';
import { DEFAULT_RETRY_CAUSES, isRetryCause, RETRY_CAUSES } from '../model/retry.js';
import { type Convert, text } from './convert.js';
import { duration } from './duration.js';
import { MapReader } from './map-reader.js';
import { weakList } from './weak.js';

/** `retry: 2`, or `retry: {limit: 2, on: [infra, exit:75], backoff: 10s}`. */
export const readRetry: Convert<RetryRule> = (node, label, diagnostics) => {
  if (node.kind === 'scalar') {
    const limit = attempts(node, label, diagnostics);
    return limit === undefined ? undefined : { limit, on: DEFAULT_RETRY_CAUSES, backoffSeconds: 0 };
  }
  const reader = MapReader.of(node, diagnostics, { what: label, path: 'retry.' });
  if (!reader) return undefined;
  const limit = reader.get('limit', attempts);
  const on = reader.get('on', weakList(cause)) ?? DEFAULT_RETRY_CAUSES;
  const backoffSeconds = reader.get('backoff', duration) ?? 0;
  reader.finish();
  return { limit: limit ?? 1, on, backoffSeconds };
};

const attempts: Convert<number> = (node, label, diagnostics) => {
  const given = text(node, label, diagnostics);
  if (given === undefined || /^\d{1,3}$/.test(given)) return given === undefined ? undefined : Number(given);
  const message = `${label} must be a number of attempts, not "${given}"`;
  diagnostics.error({ code: 'wrong-value', message, at: node.span, hint: 'write it as a whole number such as 2' });
  return undefined;
};

const cause: Convert<RetryCause> = (node, label, diagnostics) => {
  const given = text(node, label, diagnostics);
  if (given === undefined || isRetryCause(given)) return given;
  diagnostics.error({ code: 'wrong-value', message: `${label} must be a cause, not "${given}"`, at: node.span, hint: RETRY_CAUSES });
  return undefined;
};
