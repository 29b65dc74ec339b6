import { isPullEvent } from './event.js';
import type { PipelineMetadata } from './metadata.js';

/** The variables that only pull requests have. */
export function pullVariables({ event, commit }: PipelineMetadata) {
  if (!isPullEvent(event)) return {};
  const branches = commit.refspec?.split(':') ?? [];
  const [source, target] = branches.length === 2 ? branches : [];
  return {
    CI_COMMIT_SOURCE_BRANCH: source,
    CI_COMMIT_TARGET_BRANCH: target,
    CI_COMMIT_PULL_REQUEST: commit.ref?.match(/\d+/)?.[0],
    CI_COMMIT_PULL_REQUEST_LABELS: commit.labels?.join(','),
    CI_COMMIT_PULL_REQUEST_MILESTONE: commit.milestone,
    CI_COMMIT_PULL_REQUEST_DRAFT: commit.draft ?? false,
  };
}
