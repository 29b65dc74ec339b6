import { pipelineText } from './axis-text.js';
import { neutralize } from './neutralize.js';

/** A step as a graph shows it. */
export interface GraphStep {
  readonly name: string;
  readonly kind: 'clone' | 'commands' | 'plugin' | 'service';
  readonly dependsOn: readonly string[];
  /** True for one that runs after a failure only. */
  readonly afterFailure: boolean;
}

export interface GraphPipeline {
  readonly name: string;
  /** Values of a matrix that tell it from its siblings. */
  readonly axis?: Readonly<Record<string, string>>;
  readonly dependsOn: readonly string[];
  readonly steps: readonly GraphStep[];
}

/** What stands around the name of a step, by its kind. */
const SHAPES: Readonly<Record<GraphStep['kind'], readonly [string, string]>> = {
  commands: ['[', ']'],
  plugin: ['[[', ']]'],
  service: ['([', '])'],
  clone: ['[/', '/]'],
};

/** Pipelines as a flowchart of Mermaid, which forges show in Markdown. Dashed edges: only after a failure. */
export function mermaid(pipelines: readonly GraphPipeline[]): string {
  const idOf = (pipeline: number, step: string) => `p${pipeline}s${pipelines[pipeline]?.steps.findIndex(({ name }) => name === step)}`;
  const several = pipelines.length > 1;
  const charts = pipelines.flatMap(({ name, axis, steps }, index) => {
    const nodes = steps.map((step) => `${idOf(index, step.name)}${SHAPES[step.kind][0]}${quoted(step.name)}${SHAPES[step.kind][1]}`);
    const edges = steps.flatMap((step) =>
      step.dependsOn.map((before) => `${idOf(index, before)} ${step.afterFailure ? '-. failure .->' : '-->'} ${idOf(index, step.name)}`),
    );
    const lines = [...nodes, ...edges].map((line) => `  ${line}`);
    return several ? [`  subgraph p${index}[${quoted(pipelineText(name, axis))}]`, ...lines.map((line) => `  ${line}`), '  end'] : lines;
  });
  const between = pipelines.flatMap(({ dependsOn }, index) =>
    dependsOn.map((before) => `  p${pipelines.findIndex(({ name }) => name === before)} --> p${index}`),
  );
  return `${['flowchart LR', ...charts, ...between].join('\n')}\n`;
}

/** Text that Mermaid takes for nothing else. */
function quoted(text: string): string {
  return `"${neutralize(text).replace(/[#"<>&;`]/g, (character) => `#${character.charCodeAt(0)};`)}"`;
}
