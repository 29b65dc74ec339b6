import { expect } from 'vitest';
import { scenario } from './scenario.js';

scenario('scripts may do what scripts do, and the log has exactly what they print', async (bed) => {
  const cases: readonly { readonly name: string; readonly script: string; readonly state: string; readonly log: readonly string[] }[] = [
    { name: 'exec', script: 'exec sh -c "echo replaced; exit 4"', state: 'failed 4', log: ['replaced'] },
    { name: 'set-plus-e', script: 'set +e; false; echo on', state: 'passed 0', log: ['on'] },
    { name: 'kill-itself', script: 'echo before; kill $$; echo after', state: 'failed 143', log: ['before'] },
    { name: 'background', script: 'sleep 1000 & echo left', state: 'passed 0', log: ['left'] },
    { name: 'read', script: 'read -r line || echo "no input"', state: 'passed 0', log: ['no input'] },
    { name: 'cat', script: 'cat; echo after', state: 'passed 0', log: ['after'] },
    { name: 'no-final-newline', script: 'printf "one\\ntwo"', state: 'passed 0', log: ['one', 'two'] },
    { name: 'empty-lines', script: 'printf "\\n\\n  indented\\n"', state: 'passed 0', log: ['', '', '  indented'] },
    { name: 'dollars', script: "echo $(echo date) '$$(x)' '$(PATH)' 5$", state: 'passed 0', log: ['date $$(x) $(PATH) 5$'] },
    { name: 'first-failure', script: 'echo a; (exit 5); echo b', state: 'failed 5', log: ['a'] },
    { name: '125', script: 'exit 125', state: 'failed 125', log: [] },
  ];
  const steps = cases.map(({ name, script }) => ({ name, image: 'alpine', depends_on: [], failure: 'ignore', commands: [script] }));

  const run = await bed.run(JSON.stringify({ skip_clone: true, steps }));

  const seen = run.report.steps.map(({ step, state, exitCode }) => ({ name: step, state: `${state} ${exitCode}`, log: run.log(step) }));
  expect(seen).toEqual(cases.map(({ name, state, log }) => ({ name, state, log })));
  expect(run.status).toBe(0);
});

scenario('nothing is lost of a flood of standard error at the end', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      flood: { image: alpine, commands: ['i=0; set +x; while [ $i -lt 20000 ]; do i=$((i+1)); echo "error $i" >&2; done; exit 3'] }
  `);

  const printed = Array.from({ length: 20_000 }, (_, index) => `error ${index + 1}`);
  const lines = run.log('flood').filter((line) => line.startsWith('error '));
  // a node that is late by two seconds loses the end, perhaps in the middle of a line: then nobody has it, and the run says so
  const gaps = run.events.flatMap((event) => (event.type === 'log-gap' ? [event.message] : []));
  const whole = gaps.length === 0 ? lines : lines.slice(0, -1);
  expect(whole).toEqual(printed.slice(0, gaps.length === 0 ? undefined : whole.length));
  expect(gaps.filter((message) => !message.includes('its node has lost it'))).toEqual([]);
  expect(run.result('flood')).toMatchObject({ state: 'failed', exitCode: 3 });
});

scenario('a script of 200 KiB runs', async (bed) => {
  const padding = `: ${'x'.repeat(1022)}\n`.repeat(200);

  const run = await bed.run(
    JSON.stringify({
      skip_clone: true,
      steps: [{ name: 'long', image: 'alpine', commands: [`${padding}echo end $((40 + 2))`] }],
    }),
  );

  expect(run.log('long').at(-1)).toBe('end 42');
  expect(run.status).toBe(0);
});

scenario('a step sees its own variables and none of ours', async (bed) => {
  const run = await bed.run(`
    skip_clone: true
    steps:
      - name: variables
        image: alpine
        environment: { GREETING: "it's $HOME & more" }
        commands: ['echo "$GREETING"', 'echo "$CI_STEP_NAME"', 'env | grep PODLINE_ || echo none']
  `);

  expect(run.log('variables')).toEqual(["it's $HOME & more", 'variables', 'none']);
  expect(run.status).toBe(0);
});
