import { expect, it } from 'vitest';
import { mermaid } from '../../../src/report/mermaid.js';

it('draws kinds as shapes, failures as dashes, pipelines as frames, and escapes what Mermaid would read', () => {
  const step = (name: string, kind: 'clone' | 'commands' | 'plugin' | 'service', ...dependsOn: readonly string[]) => ({
    name,
    kind,
    dependsOn,
    afterFailure: name === 'notify',
  });
  const first = {
    name: 'a',
    dependsOn: [],
    steps: [step('clone', 'clone'), step('db', 'service', 'clone'), step('say "hi" <b>;', 'plugin', 'clone', 'db')],
  };
  const second = {
    name: 'b',
    axis: { NODE: '22', OS: 'linux' },
    dependsOn: ['a'],
    steps: [step('end', 'commands'), step('notify', 'commands', 'end')],
  };

  expect(mermaid([first, second]).split('\n')).toEqual([
    'flowchart LR',
    '  subgraph p0["a"]',
    '    p0s0[/"clone"/]',
    '    p0s1(["db"])',
    '    p0s2[["say #34;hi#34; #60;b#62;#59;"]]',
    '    p0s0 --> p0s1',
    '    p0s0 --> p0s2',
    '    p0s1 --> p0s2',
    '  end',
    '  subgraph p1["b (NODE=22, OS=linux)"]',
    '    p1s0["end"]',
    '    p1s1["notify"]',
    '    p1s0 -. failure .-> p1s1',
    '  end',
    '  p0 --> p1',
    '',
  ]);
});
