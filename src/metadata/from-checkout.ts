import { Checkout } from '../checkout/checkout.js';
import { isPullEvent } from '../model/event.js';
import type { Facts } from './facts.js';
import { factsOfRemote } from './remote.js';

export interface CheckoutOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True where steps see the working tree with all its changes, not a commit. */
  readonly uncommitted: boolean;
  /** What is known already, and goes before what the checkout says. */
  readonly known: Facts;
}

/** What the repository that a folder is in says; nothing where it is in none. */
export async function factsOfCheckout(folder: string, { env, uncommitted, known }: CheckoutOptions): Promise<Facts> {
  const checkout = await Checkout.open(folder, env);
  if (checkout === undefined) return {};
  try {
    const defaultBranch = await checkout.defaultBranch();
    const sha = known.current?.commit?.sha ?? checkout.head.commit;
    const { forge, repository: remote } = factsOfRemote(checkout.remoteUrl);
    const repository = { ...remote, defaultBranch };
    if (sha === undefined) return { forge, repository, current: { commit: { branch: checkout.branch, ref: checkout.head.ref } } };
    const commit = await checkout.commit(sha);
    const place = await placeOf(checkout, { sha, known, defaultBranch: known.repository?.defaultBranch ?? defaultBranch ?? 'main' });
    const changedFiles =
      known.current?.commit?.changedFiles ??
      (await changedFilesOf(checkout, { sha, place, parent: commit?.parents[0], uncommitted, known }));
    const { author, message, timestamp } = commit ?? {};
    return { forge, repository, current: { author: author?.name, commit: { sha, author, message, timestamp, changedFiles, ...place } } };
  } finally {
    await checkout.close();
  }
}

interface Place {
  readonly branch?: string;
  readonly ref?: string;
  readonly refspec?: string;
}

interface PlaceOptions {
  readonly sha: string;
  readonly known: Facts;
  readonly defaultBranch: string;
}

/** The branch, tag or pull request that the event makes of a commit. */
async function placeOf(checkout: Checkout, { sha, known, defaultBranch }: PlaceOptions): Promise<Place> {
  const { event, commit } = known.current ?? {};
  if (isPullEvent(event)) {
    const target = commit?.branch ?? defaultBranch;
    return { branch: target, refspec: checkout.branch && `${checkout.branch}:${target}` };
  }
  const isTag = event === 'tag' || event === 'release';
  const isDetached = checkout.branch === undefined && commit?.branch === undefined;
  const tag = isTag || isDetached ? await checkout.tagOf(sha) : undefined;
  if (tag !== undefined) return { ref: `refs/tags/${tag}` };
  const branch = commit?.branch ?? checkout.branch;
  return { branch, ref: branch === undefined || isTag ? undefined : `refs/heads/${branch}` };
}

interface ChangeOptions {
  readonly sha: string;
  readonly place: Place;
  readonly parent?: string;
  readonly uncommitted: boolean;
  readonly known: Facts;
}

/**
 * What a pull request changes since it left its target; else what is not at the remote yet; else what the commit changes. The
 * changes of the working tree count where the steps see them.
 */
async function changedFilesOf(checkout: Checkout, { sha, place, parent, uncommitted, known }: ChangeOptions) {
  const from = (await beginningOf(checkout, { sha, place, known })) ?? parent;
  const committed = await checkout.changedFiles(from, sha);
  if (!uncommitted || sha !== checkout.head.commit) return committed;
  return [...new Set([...(committed ?? []), ...(await checkout.uncommittedFiles())])].sort();
}

async function beginningOf(checkout: Checkout, { sha, place, known }: Pick<ChangeOptions, 'sha' | 'place' | 'known'>) {
  const isPull = isPullEvent(known.current?.event);
  if (isPull) return place.branch === undefined ? undefined : checkout.mergeBase(sha, place.branch);
  const upstream = checkout.branch === undefined ? undefined : await checkout.upstream(checkout.branch);
  const isAhead = upstream !== undefined && upstream !== sha && (await checkout.isAncestor(upstream, sha));
  return isAhead ? upstream : undefined;
}
