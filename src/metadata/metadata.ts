import { type Metadata, manualMetadata } from '../model/metadata.js';
import type { Variables } from './ci-system.js';
import { ciSystemOf } from './ci-systems.js';
import { type Facts, overlaid } from './facts.js';
import { factsOfCheckout } from './from-checkout.js';
import { factsOfFlags, factsOfVariables } from './from-fields.js';

/** Where metadata of a run come from; what is absent is not asked. */
export interface MetadataSources {
  readonly platform: string;
  readonly version: string;
  readonly flags: Readonly<Record<string, unknown>>;
  /** What a metadata file says: neither git nor another CI system is asked then. */
  readonly file?: Facts;
  /** What goes on around podline. */
  readonly surroundings?: {
    readonly env: Variables;
    /** Folder of the sources. */
    readonly folder: string;
    /** True where steps see the working tree with all its changes. */
    readonly uncommitted: boolean;
    /** What the file holds that GitHub describes the event in. */
    readonly event?: unknown;
  };
}

/** All that is known: flags go before the CI system, that before git; a metadata file stands for the last two. */
export async function metadataOf({ platform, version, flags, file, surroundings }: MetadataSources): Promise<Metadata> {
  const manual = manualMetadata({ platform, version });
  const given = factsOfFlags(flags);
  if (file !== undefined) {
    const facts = surroundings ? overlaid(file, factsOfVariables(surroundings.env)) : file;
    return completed({ ...manual, current: { ...manual.current, commit: { timestamp: 0 } } }, overlaid(facts, given));
  }
  if (surroundings === undefined) return completed(manual, given);
  const { env, folder, uncommitted, event } = surroundings;
  const known = overlaid(ciSystemOf(env).facts(env, event), given);
  return completed(manual, overlaid(await factsOfCheckout(folder, { env, uncommitted, known }), known));
}

/** What follows from what is known. Who names no branch means the one that a pull request is for, or the default one. */
function completed(base: Metadata, facts: Facts): Metadata {
  const metadata = overlaid(base, facts);
  const { commit, release } = metadata.current;
  const [, target] = commit.refspec?.split(':') ?? [];
  const branch = facts.current?.commit?.branch ?? target ?? facts.repository?.defaultBranch ?? base.current.commit.branch;
  return {
    ...metadata,
    current: {
      ...metadata.current,
      commit: { ...commit, branch },
      release: release && { ...release, prerelease: release.prerelease ?? false },
    },
  };
}
