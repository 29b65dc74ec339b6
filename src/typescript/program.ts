import type { PipelineDefinition, StepDefinition, Value } from '../model/pipeline.js';
import { DEFAULT_READY_SECONDS, type ReadyRule } from '../model/ready.js';
import { DEFAULT_RETRY_CAUSES } from '../model/retry.js';
import { isSecretReference } from '../model/settings.js';
import { Code, type LiteralValue, literal, text, variableName } from './literal.js';

/** Variables of a workflow that each of its pipelines has for itself. */
const OWN_VARIABLES = ['CI_WORKFLOW_NAME', 'CI_WORKFLOW_NUMBER'];
const DEFAULT_WORKSPACE = { base: '/woodpecker', path: 'src' };

export interface ProgramOptions {
  /** What the pipelines were read from. */
  readonly origin: string;
  /** The expression that stands for the environment of the program. */
  readonly environment: string;
}

/** A program that synthesizes the same manifests as the pipelines. */
export function programOf(pipelines: readonly PipelineDefinition[], options: ProgramOptions): string {
  return new Program(pipelines, options).text();
}

class Program {
  private readonly taken = new Set(['app', 'App', 'AgentConfig', 'Duration', 'Pipeline', 'variables']);
  private usesDuration = false;

  constructor(
    private readonly pipelines: readonly PipelineDefinition[],
    private readonly options: ProgramOptions,
  ) {}

  text(): string {
    const { origin, environment } = this.options;
    const common = commonVariables(this.pipelines);
    const bodies = this.pipelines.map((pipeline) => this.pipeline(pipeline));
    const names = ['AgentConfig', ...(this.usesDuration ? ['Duration'] : []), 'Pipeline'];
    return [
      `// Made of ${origin.replaceAll(/[\r\n]/g, ' ')} by podline import. From now on this is the source: change it as you like.`,
      "import { App } from 'cdk8s';",
      `import { ${names.join(', ')} } from 'podline';`,
      '',
      'const app = new App();',
      `AgentConfig.fromEnvironment(app, 'agent', ${environment});`,
      '',
      '// What workflow files call CI_*: as it was when this was made.',
      `const variables = ${literal(common)};`,
      '',
      ...bodies,
      'app.synth();',
      '',
    ].join('\n');
  }

  private pipeline(definition: PipelineDefinition): string {
    const variable = this.variable(definition.name);
    const { name, steps, environment, workspace, runOn, dependsOn, labels, ...rest } = definition;
    const common = commonVariables(this.pipelines);
    const own = Object.fromEntries(Object.entries(environment).filter(([key]) => !Object.hasOwn(common, key)));
    const spread = Object.keys(own).length === 0 ? 'variables' : `{ ...variables, ${literal(own).slice(2, -2)} }`;
    const props: Readonly<Record<string, LiteralValue>> = {
      ...(rest as Readonly<Record<string, LiteralValue>>),
      environment: new Code(spread),
      labels: Object.keys(labels ?? {}).length === 0 ? undefined : labels,
      workspace: isSame(workspace, DEFAULT_WORKSPACE) ? undefined : { ...workspace },
      dependsOn: dependsOn.length === 0 ? undefined : dependsOn,
      runOn: isSame(runOn, ['success']) ? undefined : runOn,
    };
    const referred = new Set(steps.flatMap((step) => (isImplied(step, steps) ? [] : step.dependsOn)));
    const variables = new Map([...referred].map((step) => [step, this.variable(step)]));
    const lines = steps.map((step) => this.step(step, { pipeline: variable, variables, steps }));
    return [`const ${variable} = new Pipeline(app, ${text(name)}, ${literal(props)});`, ...lines, ''].join('\n');
  }

  private step(step: StepDefinition, { pipeline, variables, steps }: StepScope): string {
    const { name, kind, dependsOn, detach, failure, runOn, timeoutSeconds, retry, ready, environment, settings, ...options } = step;
    const props: Readonly<Record<string, LiteralValue>> = {
      ...(options as unknown as Readonly<Record<string, LiteralValue>>),
      environment: environment && values(environment, pipeline),
      settings: settings && values(settings, pipeline),
      dependsOn: isImplied(step, steps) ? undefined : dependsOn.map((other) => new Code(variables.get(other) ?? text(other))),
      detach: detach && kind !== 'service' ? true : undefined,
      failure: failure === 'fail' ? undefined : failure,
      runOn: isSame(runOn, ['success']) ? undefined : runOn,
      timeout: timeoutSeconds === undefined ? undefined : this.duration(timeoutSeconds),
      ready: ready && this.ready(ready),
      retry: retry && {
        limit: retry.limit,
        on: isSame(retry.on, DEFAULT_RETRY_CAUSES) ? undefined : retry.on,
        backoff: retry.backoffSeconds === 0 ? undefined : this.duration(retry.backoffSeconds),
      },
    };
    const method = kind === 'service' || kind === 'clone' ? kind : 'step';
    const variable = variables.get(name);
    return `${variable === undefined ? '' : `const ${variable} = `}${pipeline}.${method}(${text(name)}, ${literal(props)});`;
  }

  private ready({ timeoutSeconds, ...check }: ReadyRule): LiteralValue {
    return { ...check, timeout: timeoutSeconds === DEFAULT_READY_SECONDS ? undefined : this.duration(timeoutSeconds) };
  }

  private duration(seconds: number): Code {
    this.usesDuration = true;
    return new Code(seconds % 60 === 0 ? `Duration.minutes(${seconds / 60})` : `Duration.seconds(${seconds})`);
  }

  private variable(name: string): string {
    const variable = variableName(name, this.taken);
    this.taken.add(variable);
    return variable;
  }
}

interface StepScope {
  /** Variable of the pipeline. */
  readonly pipeline: string;
  /** Variables of the steps that others name. */
  readonly variables: ReadonlyMap<string, string>;
  readonly steps: readonly StepDefinition[];
}

/** True where the constructs make the same edges by themselves: after the last clone step, and for steps after the services. */
function isImplied({ kind, name, dependsOn }: StepDefinition, steps: readonly StepDefinition[]): boolean {
  const clones = steps.filter((step) => step.kind === 'clone').map((step) => step.name);
  const services = steps.filter((step) => step.kind === 'service').map((step) => step.name);
  const before = kind === 'clone' ? clones.slice(0, clones.indexOf(name)) : clones;
  const isStep = kind === 'commands' || kind === 'plugin';
  return isSame(dependsOn, [...before.slice(-1), ...(isStep ? services : [])]);
}

/** Variables that all pipelines have, with the same value. */
function commonVariables([first, ...others]: readonly PipelineDefinition[]): Readonly<Record<string, string>> {
  const entries = Object.entries(first?.environment ?? {}).filter(([key, value]) => {
    return !OWN_VARIABLES.includes(key) && others.every(({ environment }) => environment[key] === value);
  });
  return Object.fromEntries(entries);
}

function values(given: Readonly<Record<string, Value>>, pipeline: string): Readonly<Record<string, LiteralValue>> {
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, withSecrets(value, pipeline)]));
}

function withSecrets(value: Value, pipeline: string): LiteralValue {
  if (isSecretReference(value)) return new Code(`${pipeline}.secret(${text(value.from_secret)})`);
  if (Array.isArray(value)) return value.map((item) => withSecrets(item, pipeline));
  return typeof value === 'object' && value !== null ? values(value as Readonly<Record<string, Value>>, pipeline) : (value as LiteralValue);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
