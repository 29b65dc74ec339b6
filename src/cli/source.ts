import path from 'node:path';
import { Archive } from '../checkout/archive.js';
import { amountOf, assertSendable, readSource, type Source, sizeText, withoutLargeHistory } from '../checkout/source.js';
import { sourceLine, sumLine } from '../contract/source-input.js';
import { UsageError } from '../errors.js';
import { quantityValue } from '../model/quantity.js';
import type { RunPlan } from '../plan/run-plan.js';
import { withSource } from '../plan/with-source.js';
import type { StepInput } from '../runner/step-input.js';
import type { Invocation } from './commands.js';
import type { FlagValues } from './flags.js';

/** Tells a person what goes on. */
export type Say = (message: string, level: 'info' | 'warning', hint?: string) => Promise<void>;

/** A plan that begins with the source, and what its steps are sent. */
export interface SentSource {
  readonly plan: RunPlan;
  readonly inputs: ReadonlyMap<string, StepInput>;
}

const DEFAULT_LIMIT = '1Gi';
const PROGRESS_MS = 5_000;
const MOST_NAMED = 5;

/** The folder that --source names, or this one; what is not part of it is told. */
export async function sourceOf({ io, flags }: Pick<Invocation, 'io' | 'flags'>, say: Say): Promise<Source> {
  const folder = path.resolve(io.cwd, flags.source ?? '.');
  const read = await readSource(folder, { env: io.env, history: !flags['no-history'] });
  const source = flags.local === undefined ? read : withoutLargeHistory(read, sourceLimit(flags));
  const { outside, withoutHistory } = source;
  if (outside.length > 0) await say(`not copied, because they lead out of this folder: ${named(outside)}`, 'warning');
  if (withoutHistory !== undefined) await say(`without the history of git: ${withoutHistory}`, 'info');
  return source;
}

/**
 * Sends a source to each pipeline of a plan, in place of its clone steps.
 *
 * @throws UsageError where it is too large
 */
export async function sendSource(
  plan: RunPlan,
  { invocation, image, say }: { readonly invocation: Invocation; readonly image: string; readonly say: Say },
): Promise<SentSource> {
  const source = await sourceOf(invocation, say);
  assertSendable(source, sourceLimit(invocation.flags));
  const { plan: sent, steps, without } = withSource(plan, { image });
  if (without.length > 0) await say(`without the source, because they have no volume: ${without.join(', ')}`, 'warning');
  return { plan: sent, inputs: new Map(steps.map((step) => [step, inputOf(source, say)])) };
}

function inputOf(source: Source, say: Say): StepInput {
  let isTold = false;
  return {
    send: async (write, nonce) => {
      const archive = new Archive(source.entries);
      if (!isTold) await say(`sending ${amountOf(source)}`, 'info');
      isTold = true;
      await write(sourceLine(nonce, archive.blocks));
      let sent = 0;
      let told = Date.now();
      for await (const chunk of archive.read()) {
        await write(chunk);
        sent += chunk.length;
        if (Date.now() - told < PROGRESS_MS) continue;
        told = Date.now();
        await say(`sending the source: ${sizeText(sent)} of ${sizeText(archive.bytes)}`, 'info');
      }
      const { sha256, changed } = archive.sum();
      await write(sumLine(sha256));
      if (changed.length > 0) await say(`changed while they were sent: ${named(changed)}`, 'warning');
    },
  };
}

function sourceLimit({ 'source-limit': text = DEFAULT_LIMIT }: FlagValues): number {
  const bytes = quantityValue(text);
  if (bytes !== undefined) return bytes;
  throw new UsageError(`--source-limit is "${text}"`, { code: 'wrong-value', hint: 'give it a size such as 500Mi or 2Gi' });
}

function named(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return [...names.slice(0, MOST_NAMED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
