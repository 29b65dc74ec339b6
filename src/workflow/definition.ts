import { isListedImage } from '../model/image.js';
import type { ContainerOptions, RunOn, StepDefinition, StepKind } from '../model/pipeline.js';
import { isPlugin } from '../model/plugin.js';
import { defined } from './defined.js';
import type { RunInput } from './input.js';
import type { RunVariables } from './run-variables.js';
import type { ContainerSyntax } from './syntax.js';

/** What a container is in its pipeline. */
export interface Role {
  readonly name: string;
  readonly kind: StepKind;
  readonly dependsOn: readonly string[];
  readonly runOn: readonly RunOn[];
  /** The clone step that nobody wrote. */
  readonly isDefaultClone: boolean;
}

/** A container of a workflow with what the run adds to it. */
export function definition(
  { name: writtenName, options, detach, failure, timeoutSeconds, retry, startAhead, ready }: ContainerSyntax,
  { name, kind, dependsOn, runOn, isDefaultClone }: Role,
  { input, variables }: { readonly input: RunInput; readonly variables: RunVariables },
): StepDefinition {
  const isDetached = detach || kind === 'service';
  const isTrusted = isDefaultClone || input.metadata.repository.trusted.security || isTrustedPlugin(options, input);
  const volumes = [...input.volumes, ...(options.volumes ?? [])];
  // plugins get what their settings say, and nothing else
  const hasVariables = !isPlugin(options) && Object.keys(variables.noPlugins).length > 0;
  const environment = hasVariables ? { ...variables.noPlugins, ...options.environment } : options.environment;
  return defined({
    ...options,
    environment: environment && { ...environment, ...shared(variables.agent, environment) },
    netrc: isTrusted && kind !== 'service' ? input.netrc : undefined,
    volumes: volumes.length > 0 ? volumes : options.volumes,
    privileged: isPlugin(options) && isListedImage(options.image, input.privilegedImages) ? true : options.privileged,
    name,
    writtenName: writtenName === name ? undefined : writtenName,
    kind,
    dependsOn,
    detach: isDetached,
    failure: isDetached && input.ignoreServiceFailure ? ('ignore' as const) : failure,
    runOn,
    timeoutSeconds,
    retry,
    startAhead,
    ready,
  });
}

/** The entries of which the other has the names. */
function shared(entries: Readonly<Record<string, string>>, other: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => Object.hasOwn(other, name)));
}

function isTrustedPlugin(options: ContainerOptions, { trustedCloneImages }: RunInput): boolean {
  return isPlugin(options) && isListedImage(options.image, trustedCloneImages);
}
