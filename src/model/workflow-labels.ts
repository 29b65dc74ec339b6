import type { AgentSettings } from './agent-settings.js';
import type { Metadata } from './metadata.js';

const ENGINE = 'woodpecker-ci.org';

/** Labels of a workflow that its pods get: its own, and in the compatibility with Woodpecker 3 those of that. */
export function workflowLabels(
  own: Readonly<Record<string, string>>,
  { metadata, settings }: { readonly metadata: Metadata; readonly settings: AgentSettings },
): Readonly<Record<string, string>> {
  const allowed = settings.podLabelsAllowFromStep ? Object.entries(own).filter(([key]) => !key.startsWith(ENGINE)) : [];
  const engine = settings.compat === undefined ? [] : Object.entries(engineLabels(metadata));
  return Object.fromEntries([...allowed, ...engine]);
}

function engineLabels({ repository, current, forge }: Metadata): Readonly<Record<string, string>> {
  const { owner, name } = repository;
  const labels: Readonly<Record<string, string | number | undefined>> = {
    branch: repository.defaultBranch,
    'commit-branch': current.commit.branch,
    event: current.event,
    'forge-id': forge?.type,
    'org-id': repository.organizationId,
    'repo-forge-id': repository.remoteId,
    'repo-full-name': owner !== undefined && name !== undefined ? `${owner}/${name}` : undefined,
    'repo-id': repository.id,
    'repo-name': name,
  };
  return Object.fromEntries(
    Object.entries(labels).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[`${ENGINE}/${key}`, String(value)]])),
  );
}
