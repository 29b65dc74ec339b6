import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endTrailer, gateLine, releaseLine, startMarker } from '../../src/contract/markers.js';
import { missingShells, shells } from './shells.js';
import { type StepOptions, StepProcess } from './step-process.js';

const NONCE = 'n0nce';
const MARKED = { PODLINE_NONCE: NONCE };
const HELD = { ...MARKED, PODLINE_GATE: '1' };

it('finds at least two shells to test with', () => {
  expect(shells.length).toBeGreaterThanOrEqual(2);
});

it.skip.each(missingShells)('step wrapper on %s, which is not installed', () => {});

describe.each(shells)('step wrapper on $name', (shell) => {
  let folder: string;
  let steps: StepProcess[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'podline-step-'));
    steps = [];
  });

  afterEach(() => {
    for (const step of steps) step.kill();
    rmSync(folder, { recursive: true });
  });

  function start(script: string, options?: StepOptions): StepProcess {
    const step = new StepProcess(shell, script, options);
    steps.push(step);
    return step;
  }

  function run(script: string, env?: StepOptions['env']) {
    return start(script, { env }).end();
  }

  /** The log of a step with markers. */
  function log(output: string, exitCode: number): string {
    return startMarker(NONCE) + output + endTrailer(NONCE, exitCode);
  }

  describe('output and status', () => {
    it('prints what the script prints and nothing else when nobody follows the run', async () => {
      expect(await run('echo out; echo err >&2; exit 3')).toEqual({ status: 3, output: 'out\nerr\n' });
    });

    it.each([
      ['a final line feed', "printf 'a\\nb\\n'", 'a\nb\n'],
      ['an unfinished line', "printf 'a\\nb'", 'a\nb'],
      ['no output', ':', ''],
    ])('puts output with %s between marker and trailer', async (_, script, output) => {
      expect(await run(script, MARKED)).toEqual({ status: 0, output: log(output, 0) });
    });

    it.each([
      ['stops at the first command that fails', 'echo a; (exit 5); echo b', 5, 'a\n'],
      ['honours set +e', 'set +e; false; echo b; (exit 6)', 6, 'b\n'],
      ['outlives exec', 'exec sh -c "echo replaced; exit 4"', 4, 'replaced\n'],
      ['outlives a script that ends its own shell', 'echo a; kill $$; echo b', 143, 'a\n'],
      ['outlives a script that kills its own shell', 'echo a; kill -9 $$; echo b', 137, 'a\n'],
      ['outlives a script that closes its output', 'echo a; exec >&- 2>&-; exit 2', 2, 'a\n'],
      ['passes on 125', 'exit 125', 125, ''],
      ['passes on 127', 'exit 127', 127, ''],
      ['runs a script that wants all variables set', 'set -u; echo "$#"', 0, '0\n'],
      ['gives commands an empty input', 'read -r line || echo end; cat; echo after', 0, 'end\nafter\n'],
      ['is not in the environment', 'env | grep -i podline || echo none', 0, 'none\n'],
      ['needs no other program', 'PATH=/nowhere; echo a', 0, 'a\n'],
    ])('%s', async (_, script, status, output) => {
      expect(await run(script, MARKED)).toEqual({ status, output: log(output, status) });
    });

    it('needs no program but the shell', async () => {
      expect(await run('echo a', { ...MARKED, PATH: '/nowhere' })).toEqual({ status: 0, output: log('a\n', 0) });
    });

    it('keeps the order of both outputs to the last line', async () => {
      const lines = Array.from({ length: 5000 }, (_, index) => `${index}\n`).join('');

      const result = await run('i=0; while [ $i -lt 4999 ]; do echo $i; i=$((i+1)); echo $i >&2; i=$((i+1)); done', MARKED);

      expect(result).toEqual({ status: 0, output: log(lines, 0) });
    });

    it('calls the script by the name of its shell, without arguments', async () => {
      const { output } = await run('echo "$0 $#"');

      expect(output).toBe(`${shell.path} 0\n`);
    });

    it('runs a script of 200 KiB from a file', async () => {
      const file = join(folder, 'script');
      writeFileSync(file, `${': padding\n'.repeat(200 * 128)}echo "$(echo end)" $#\nexit 9\n`);

      const result = await start(file, { env: MARKED, fromFile: true }).end();

      expect(result).toEqual({ status: 9, output: log('end 0\n', 9) });
    });

    it('gets every dollar through Kubernetes', async () => {
      const script = `[ "$$" -gt 1 ] && echo "$(echo date)" '$$(x) $$$(y) $(PATH) 5$€ $$€ $'; echo $$`;

      const { output } = await run(script);

      expect(output).toMatch(/^date \$\$\(x\) \$\$\$\(y\) \$\(PATH\) 5\$€ \$\$€ \$\n\d+\n$/);
    });

    it('ends with the script, not with what it left in the background', async () => {
      const step = start('sleep 1000 & echo "left $!"; exit 3', { env: MARKED });

      const status = await step.status();
      await step.until(endTrailer(NONCE, 3));

      const left = Number(/left (\d+)/.exec(step.output)?.[1]);
      expect(status).toBe(3);
      expect(process.kill(left, 0)).toBe(true);
    });
  });

  describe('signals', () => {
    it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGWINCH'])('ends a script on %s', async (signal) => {
      const step = start('sleep 1000 & echo ready; wait', { env: MARKED });
      await step.until('ready\n');

      step.signal(signal);
      await step.until(endTrailer(NONCE, 143));

      expect(await step.status()).toBe(143);
      expect(step.output).toBe(log('ready\n', 143));
    });

    it("takes the status of the script's own handler", async () => {
      const step = start(`trap 'kill -9 $!; echo bye; exit 7' TERM; sleep 1000 & echo ready; wait`, { env: MARKED });
      await step.until('ready\n');

      step.signal('SIGTERM');

      expect(await step.end()).toEqual({ status: 7, output: log('ready\nbye\n', 7) });
    });

    it('waits for a script that goes on, however often it is stopped', async () => {
      const file = join(folder, 'done');
      const step = start(`trap 'echo no' TERM; echo ready; until [ -e ${file} ]; do sleep 0.01; done; exit 5`, { env: MARKED });
      await step.until('ready\n');

      step.signal('SIGTERM');
      await step.until('no\n');
      step.signal('SIGTERM');
      await step.until('no\nno\n');
      writeFileSync(file, '');

      expect(await step.end()).toEqual({ status: 5, output: log('ready\nno\nno\n', 5) });
    });

    it('tells one status of a script that ends under a storm of signals', async () => {
      // bash may lose the script's own
      const possible = shell.name === 'bash' ? [5, 143] : [5];
      for (let round = 0; round < 20; round++) {
        const step = start(`trap '' TERM; echo ready; exit 5`, { env: MARKED });
        await step.until('ready\n');
        const storm = setInterval(() => step.signal('SIGTERM'));
        step.signal('SIGTERM');

        const { status, output } = await step.end().finally(() => clearInterval(storm));

        expect(possible).toContain(status);
        expect(output).toBe(log('ready\n', Number(status)));
      }
    });
  });

  describe('gate', () => {
    it('runs the script after the line, with its variables', async () => {
      const step = start('echo "$CI_PIPELINE_STATUS $CI_STEP_STARTED [$EMPTY]"; env | grep -c STATUS', {
        env: { ...HELD, CI_PIPELINE_STATUS: 'old' },
      });

      step.write(gateLine(NONCE, { CI_PIPELINE_STATUS: 'failure', CI_STEP_STARTED: '1763932800', EMPTY: '' }));

      expect(await step.end()).toEqual({ status: 0, output: log('failure 1763932800 []\n1\n', 0) });
    });

    it('needs no program but the shell', async () => {
      const step = start('echo a', { env: { ...HELD, PATH: '/nowhere' } });

      step.write(gateLine(NONCE, {}));

      expect(await step.end()).toEqual({ status: 0, output: log('a\n', 0) });
    });

    it.each([
      ['together with the first', (step: StepProcess) => step.write(gateLine(NONCE, { A: '1' }) + gateLine(NONCE, { A: '2' }))],
      [
        'after the script has started',
        async (step: StepProcess) => {
          step.write(gateLine(NONCE, { A: '1' }));
          await step.until('ready');
          step.write(gateLine(NONCE, { A: '2' }));
        },
      ],
    ])('does not mind a second line %s', async (_, write) => {
      const fifo = join(folder, 'fifo');
      execFileSync('mkfifo', [fifo]);
      const step = start(`echo ready; read -r line <${fifo}; cat; echo "$A"`, { env: HELD });

      await write(step);
      writeFileSync(fifo, '\n');

      expect(await step.end()).toEqual({ status: 0, output: log('ready\n1\n', 0) });
    });

    it.each([
      ['an empty line', '\n'],
      ['another nonce', 'go other A=1\n'],
      ['no nonce', 'go\n'],
      ['another word', `stop ${NONCE}\n`],
      ['more before the word', `x go ${NONCE}\n`],
      ['a variable without a value', `go ${NONCE} A\n`],
      ['a variable without a name', `go ${NONCE} =1\n`],
      ['a name that begins with a digit', `go ${NONCE} 1A=1\n`],
      ['a name with a dash', `go ${NONCE} A-B=1\n`],
      ['a second equals sign', `go ${NONCE} A=1=2\n`],
      ['a command substitution', `go ${NONCE} A=$(touch x)\n`],
      ['a quote', `go ${NONCE} A='1'\n`],
      ['a pattern', `go ${NONCE} A=1 *\n`],
      ['a backslash', `go ${NONCE} A=\\\n`],
      ['a bad variable after a good one', `go ${NONCE} A=1 B=;\n`],
      ['a carriage return', `go ${NONCE}\r\n`],
    ])('refuses %s', async (_, line) => {
      const started = join(folder, 'started');
      const step = start(`: >${started}`, { env: HELD });

      step.write(line);

      expect(await step.end()).toEqual({ status: 125, output: '' });
      expect(existsSync(started)).toBe(false);
    });

    it.each([
      ['nothing', ''],
      ['half a line', `go ${NONCE}`],
    ])('refuses the end of the input after %s', async (_, text) => {
      const step = start('echo started', { env: HELD });

      step.write(text);
      step.closeInput();

      expect(await step.end()).toEqual({ status: 125, output: '' });
    });

    it('refuses every line when it has no nonce to compare', async () => {
      const step = start('echo started', { env: { PODLINE_GATE: '1' } });

      step.write('go \n');

      expect(await step.end()).toEqual({ status: 125, output: '' });
    });

    it('ends on TERM at once', async () => {
      const step = start('echo started', { env: HELD });
      await step.untilWaiting();

      step.signal('SIGTERM');

      expect(await step.end()).toEqual({ status: 143, output: '' });
    });
  });

  describe('a script that is debugged', () => {
    const DEBUGGED = { ...MARKED, PODLINE_DEBUG: 'on' };

    it('ends at once when it passes', async () => {
      expect(await run('echo done', DEBUGGED)).toEqual({ status: 0, output: log('done\n', 0) });
    });

    it('stays when it fails, until it is told to go, and ends with its own status', async () => {
      const step = start('exit 3', { env: DEBUGGED });
      await step.until(endTrailer(NONCE, 3));

      step.write('something else\n');
      step.write(`done other\n${releaseLine(NONCE)}`);

      expect(await step.end()).toEqual({ status: 3, output: log('', 3) });
    });

    it('goes with its own status when it is stopped', async () => {
      const step = start('exit 3', { env: DEBUGGED });
      await step.until(endTrailer(NONCE, 3));
      await step.untilWaiting();

      step.signal('SIGTERM');

      expect((await step.end()).status).toBe(3);
    });

    it('goes when nobody can tell it any more', async () => {
      const step = start('exit 3', { env: DEBUGGED });
      await step.until(endTrailer(NONCE, 3));

      step.closeInput();

      expect((await step.end()).status).toBe(3);
    });

    it('does not see that it is', async () => {
      expect(await run('echo "[$PODLINE_DEBUG]"', DEBUGGED)).toEqual({ status: 0, output: log('[]\n', 0) });
    });
  });
});
