import { neutralize } from './neutralize.js';

/** The values of a matrix that made a pipeline. */
export type AxisValues = Readonly<Record<string, string>>;

/** `NODE=22, OS=linux`. */
export function axisText(axis: AxisValues): string {
  return Object.entries(axis)
    .map(([variable, value]) => neutralize(`${variable}=${value}`))
    .join(', ');
}

/** The name of a pipeline, and what tells it from its siblings: `test-2 (NODE=22, OS=linux)`. */
export function pipelineText(name: string, axis: AxisValues = {}): string {
  const values = axisText(axis);
  return values === '' ? neutralize(name) : `${neutralize(name)} (${values})`;
}
