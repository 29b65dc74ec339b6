import { describe, expect, it } from 'vitest';
import type { KubernetesOptions } from '../../../src/model/kubernetes-options.js';
import { INVALID, VALID } from '../../option-values.js';
import { findings } from '../workflow/read.js';
import { pipelineOf, problemsOf } from './synthesized.js';

const valid = Object.entries(VALID).flatMap(([option, values]) => values.map((value) => [option, value] as const));

function fileWith(options: unknown): string {
  return `skip_clone: true\nsteps: [{ image: a, backend_options: { kubernetes: ${JSON.stringify(options)} } }]`;
}

function typeScriptProblems(kubernetes: KubernetesOptions): readonly string[] {
  const build = pipelineOf();
  build.step('test', { image: 'alpine', kubernetes });
  return problemsOf(build);
}

describe('a value of an option', () => {
  it.each(valid)('%s: %j is taken from a file and from TypeScript', (option, value) => {
    expect(findings(fileWith({ [option]: value }))).toEqual([]);
    expect(typeScriptProblems({ [option]: value })).toEqual([]);
  });

  it.each(INVALID)('%j is refused with its path', (options, path) => {
    const whole = path === 'kubernetes' ? path : `kubernetes.${path}`;

    expect(findings(fileWith(options)).filter((finding) => finding.includes(` error `))).toEqual([
      expect.stringMatching(new RegExp(`^2:\\d+ error [a-z-]+: "${escaped(whole)}" `)),
    ]);
    expect(typeScriptProblems(options as KubernetesOptions)).toEqual([expect.stringContaining(`[build/test] ${whole} `)]);
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[.[\]]/g, '\\$&');
}
