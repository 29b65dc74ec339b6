import { manualMetadata } from '../src/model/metadata.js';
import type { Registries } from '../src/model/registries.js';
import type { SecretRule, WorkflowInput } from '../src/workflow/read-workflows.js';
import type { Case, Cases, Json, JsonMap } from './cases.js';
import { readFlags, withFlags } from './flags.js';
import { metadataOf } from './metadata-of.js';

export const PLATFORM = 'linux/amd64';
const NETRC_SECRET = 'netrc password';

/** What a case is run with, in podline's terms. */
export interface CaseInput {
  readonly workflows: Omit<WorkflowInput, 'settings'>;
  readonly registries: Registries;
  /** Values of secrets by lower-case name. */
  readonly values: ReadonlyMap<string, string>;
}

export function inputOf(given: Case, cases: Cases): CaseInput {
  const flags = readFlags(given.flags ?? []);
  const one = (name: string) => flags.get(name)?.at(-1);
  const base = given.bare_metadata === true ? {} : merged(cases.metadata, (given.metadata as JsonMap | undefined) ?? {});
  const metadata = metadataOf(withFlags(base, flags), PLATFORM);
  const bare = manualMetadata({ platform: PLATFORM });
  const current = given.bare_metadata === true ? { ...bare.current, ...defined(metadata.current) } : metadata.current;
  const filtered = (given.h_secrets as readonly (SecretRule & { readonly value: string })[] | undefined) ?? [];
  const plain = Object.entries(given.secrets ?? {});
  const registries = Array.isArray(given.registries) ? (given.registries as readonly JsonMap[]) : [];
  const netrc = { machine: one('netrc-machine') ?? '', username: one('netrc-username') ?? '', password: { from_secret: NETRC_SECRET } };
  return {
    workflows: {
      metadata: { ...metadata, current },
      environment: pairs(flags.get('env')),
      variables: given.additional_env as Readonly<Record<string, string>> | undefined,
      proxies: { http: one('backend-http-proxy'), https: one('backend-https-proxy'), none: one('backend-no-proxy') },
      knowsAllSecrets: true,
      secrets: [...plain.map(([name]) => ({ name })), ...filtered],
      netrc: netrc.machine === '' ? undefined : netrc,
      cloneImage: given.default_clone as string | undefined,
      privilegedImages: flags.get('plugins-privileged'),
      workspace: {
        base: one('workspace-base') ?? '/woodpecker',
        path: one('workspace-path') ?? (given.workspace_from_url === true ? pathOf(metadata.repository.url) : 'src'),
      },
      volumes: flags.get('volumes'),
      defaultLabels: given.default_labels as Readonly<Record<string, string>> | undefined,
      machine: given.agent_host as string | undefined,
      isLocal: given.local === true,
      ignoreServiceFailure: given.ignore_service_failure === true,
    },
    registries: Object.fromEntries(
      registries.map(({ hostname, host, address, username }, index) => [
        String(hostname ?? host ?? address),
        { username: String(username ?? ''), password: { from_secret: `registry ${index}` } },
      ]),
    ),
    values: new Map([
      ...plain.map(([name, value]) => [name.toLowerCase(), value] as const),
      ...filtered.map(({ name, value }) => [name.toLowerCase(), value] as const),
      ...registries.map(({ password }, index) => [`registry ${index}`, String(password ?? '')] as const),
      [NETRC_SECRET, one('netrc-password') ?? ''] as const,
    ]),
  };
}

function pathOf(url = ''): string {
  const { hostname, pathname } = new URL(url);
  return `src/${hostname}${pathname}`;
}

function pairs(entries: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.map((entry) => {
      const [name = '', value = ''] = entry.split(/=(.*)/s);
      return [name, value];
    }),
  );
}

function defined<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => value !== undefined && key !== 'commit')) as Partial<T>;
}

function merged(target: Json, patch: Json): JsonMap {
  const result: Record<string, Json> = { ...mapOf(target) };
  for (const [key, value] of Object.entries(mapOf(patch))) result[key] = isMap(value) ? merged(result[key] ?? {}, value) : value;
  return result;
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapOf(value: Json | undefined): JsonMap {
  return isMap(value) ? value : {};
}
