import type { Attachment } from '../cluster/cluster.js';
import { STEP_CONTAINER } from '../contract/annotations.js';
import type { Pod } from '../contract/objects.js';
import { ClusterError } from '../errors.js';
import type { RunContext } from './context.js';
import { untilAborted } from './deferred.js';
import type { End } from './end.js';
import { REFUSAL_MS, reattachPauseMs } from './reattach.js';
import { sourceCut } from './source-cut.js';

export interface FeedOptions {
  /** Id of the step. */
  readonly step: string;
  readonly pod: Pod;
  /** Called when the container is attached to: it runs, though its pod may not say so yet. */
  readonly onAttached: () => void;
  /** True once the container is known to have begun: what it has read is read. */
  readonly hasBegun: () => boolean;
  /** Aborts when the step has ended. */
  readonly ended: AbortSignal;
}

type FeedContext = Pick<RunContext, 'cluster' | 'clock' | 'nonce' | 'inputs'>;

/** How long a step whose connection is gone has to say itself what went wrong. */
const LAST_WORDS_MS = 10_000;

/**
 * Writes a step's standard input. What prevents it is how the step ends, unless the step itself says why it did not read on.
 * A connection that is gone is made anew: nobody may have read what was written, and who has read a part of it ends by itself.
 */
export async function feed(context: FeedContext, options: FeedOptions): Promise<End | undefined> {
  const { clock } = context;
  const { ended } = options;
  let failing: number | undefined;
  for (let tries = 1; !ended.aborted; tries++) {
    const problem = await feedOnce(context, options);
    if (ended.aborted || problem === undefined) break;
    if (options.hasBegun()) failing ??= clock.now();
    if (problem.isFinal || (failing !== undefined && clock.now() - failing >= LAST_WORDS_MS)) return sourceCut(problem.why);
    await clock.sleep(reattachPauseMs(tries), ended);
  }
  return undefined;
}

interface Problem {
  readonly why: string;
  /** True where another try would fail as well. */
  readonly isFinal: boolean;
}

async function feedOnce({ cluster, clock, nonce, inputs }: FeedContext, options: FeedOptions): Promise<Problem | undefined> {
  const { step, pod, ended, onAttached } = options;
  const input = inputs.get(step);
  if (input === undefined) return withoutInput(clock, ended);
  let attachment: Attachment | undefined;
  const gone = new AbortController();
  try {
    const attached = await cluster.attach(pod.metadata.name, STEP_CONTAINER, { signal: ended });
    attachment = attached;
    const { closed } = attached;
    void closed.then(() => gone.abort());
    const over = AbortSignal.any([gone.signal, ended]);
    await clock.sleep(REFUSAL_MS, over);
    if (gone.signal.aborted) return { why: 'the connection was closed', isFinal: false };
    onAttached();
    const write: Attachment['write'] = async (bytes) => {
      // a connection may refuse what is written before it says that it is closed
      await attached.write(bytes).catch((error) => {
        gone.abort();
        throw error;
      });
      // one whose other side does not answer closes late
      over.throwIfAborted();
    };
    const cut = untilAborted(closed, ended).then(() => Promise.reject(new Error('the connection was closed')));
    await Promise.race([input.send(write, nonce), cut]);
    await untilAborted(closed, ended);
    // all was written; whether somebody has read it shows by the end of the step
    return { why: 'the connection was closed', isFinal: false };
  } catch (error) {
    if (error instanceof ClusterError && error.status === 404) return undefined;
    return { why: error instanceof Error ? error.message : String(error), isFinal: !gone.signal.aborted };
  } finally {
    attachment?.close();
  }
}

/** This runner has taken over the run of one that is gone, and what was to be sent went with that; all of it may have been read. */
async function withoutInput(clock: FeedContext['clock'], ended: AbortSignal): Promise<Problem> {
  await clock.sleep(LAST_WORDS_MS, ended);
  return { why: 'the runner that had it is gone', isFinal: true };
}
