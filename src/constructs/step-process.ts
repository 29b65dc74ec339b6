import { Construct } from 'constructs';
import { KubeConfigMap } from '../../imports/k8s.js';
import type { AgentSettings } from '../model/agent-settings.js';
import type { ContainerOptions, StepKind, Workspace } from '../model/pipeline.js';
import { PipelineContext } from './pipeline-context.js';
import { stepDirectory } from './step-directory.js';
import { escapeExpansion, SCRIPT_LIMIT_BYTES, scriptFileCommand, stepCommand, stepScript } from './step-script.js';
import type { Mounts } from './volume-mounts.js';

const SCRIPT_VOLUME = 'script';
const SCRIPT_FOLDER = '/run/podline';
const SCRIPT_FILE = 'script';
/** A ConfigMap holds 1 MiB; its name and labels want some of it. */
const CONFIG_MAP_LIMIT_BYTES = 900 * 1024;
/** Linux takes 128 KiB in one variable, its name included; base64 makes four bytes of three. */
const VARIABLE_LIMIT_BYTES = 95 * 1024;

/** Properties of {@link StepProcess}. */
export interface StepProcessProps {
  readonly kind: StepKind;
  readonly options: ContainerOptions;
  /** Name of the ConfigMap for a script that is too long for the command line. */
  readonly configMapName: string;
}

/** What runs in a step's container: its own process, the shell with its commands, or what the image says. */
export class StepProcess extends Construct {
  /** Undefined: the image's own. An entry point with commands finds them in `CI_SCRIPT`, in base64. */
  readonly command?: readonly string[];
  readonly mounts: Mounts = { volumes: [], mounts: [] };
  /** Variables that it needs. */
  readonly variables: Readonly<Record<string, string>> = {};

  constructor(scope: Construct, id: string, { options, configMapName }: StepProcessProps) {
    super(scope, id);
    const { commands = [], entrypoint = [] } = options;
    const { metadata, props } = PipelineContext.of(this);
    if (entrypoint.length > 0) this.command = entrypoint.map(escapeExpansion);
    if (commands.length === 0) return;

    const directory = stepDirectory(options, props.workspace);
    const isNonRoot = inWorkspace(directory, props.workspace) && runsAsNonRoot(options, props.settings);
    const own = entrypoint.length > 0;
    const shown = stepScript(commands, { directory, isNonRoot, hasNetrc: options.netrc !== undefined });
    const script = own ? `unset CI_SCRIPT\n${shown}` : shown;
    this.node.addValidation({ validate: () => scriptProblems(script, own ? VARIABLE_LIMIT_BYTES : CONFIG_MAP_LIMIT_BYTES) });
    this.variables = { SHELL: '/bin/sh', ...(own ? { CI_SCRIPT: Buffer.from(script).toString('base64') } : {}) };
    if (own) return;
    if (Buffer.byteLength(script) <= SCRIPT_LIMIT_BYTES) {
      this.command = stepCommand(script);
      return;
    }
    props.run.named(
      new KubeConfigMap(this, 'script', {
        metadata: { ...metadata, name: configMapName },
        immutable: true,
        data: { [SCRIPT_FILE]: script },
      }),
    );
    this.command = scriptFileCommand(`${SCRIPT_FOLDER}/${SCRIPT_FILE}`);
    this.mounts = {
      volumes: [{ name: SCRIPT_VOLUME, configMap: { name: configMapName } }],
      mounts: [{ name: SCRIPT_VOLUME, mountPath: SCRIPT_FOLDER, readOnly: true }],
    };
  }
}

function inWorkspace(directory: string, { base }: Workspace): boolean {
  return directory === base || directory.startsWith(`${base}/`);
}

function runsAsNonRoot({ kubernetes }: ContainerOptions, { secctxNonroot }: AgentSettings): boolean {
  const { runAsUser = 0, runAsNonRoot } = kubernetes?.securityContext ?? {};
  return runAsUser !== 0 || runAsNonRoot === true || secctxNonroot;
}

function scriptProblems(script: string, limit: number): string[] {
  const bytes = Buffer.byteLength(script);
  return [
    ...(script.includes('\0') ? ['the commands hold a NUL character, which no shell can read'] : []),
    ...(bytes > limit ? [`the commands are ${Math.ceil(bytes / 1024)} KiB long, more than the ${limit / 1024} KiB that fit`] : []),
  ];
}
