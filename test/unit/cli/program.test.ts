import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands.js';
import { FLAGS } from '../../../src/cli/flags.js';
import { main, readArguments } from '../../../src/cli/program.js';
import { invocation } from './invocation.js';

describe('readArguments', () => {
  it('takes the flags of the Woodpecker agent for those of podline', () => {
    const { io } = invocation({});
    const argv = ['run', '--backend-k8s-volume-size', '5G', '--backend-k8s-pod-image-pull-secret-names=a,b', 'w.yaml'];

    const asked = readArguments({ ...io, argv });

    expect(asked?.invocation).toMatchObject({ flags: { 'volume-size': '5G', 'pull-secret-names': 'a,b' }, args: ['w.yaml'] });
  });
});

describe('main', () => {
  async function said(...argv: readonly string[]) {
    const { io, out, err } = invocation({});
    const status = await main({ ...io, argv });
    return { status, out: out.bytes.toString(), err: err.bytes.toString() };
  }

  it('has help as a command too', async () => {
    expect(await said('help', 'ps')).toEqual(await said('ps', '--help'));
    expect(await said('help')).toEqual(await said('--help'));
    expect(await said('help')).toMatchObject({ status: 0, out: expect.stringContaining('help [command]') });
  });

  it.each([['nope'], ['nope', '--help'], ['help', 'nope'], ['nope', '--local', 'file']])(
    'knows no command nope, whatever is asked of it: %s %s %s',
    async (...argv) => {
      expect(await said(...argv)).toEqual({ status: 2, out: '', err: expect.stringContaining("error[usage] unknown command 'nope'") });
    },
  );

  it('groups flags in help, what is looked for most often first', async () => {
    const headings = async (command: string) => (await said(command, '--help')).out.match(/^\S.*:$/gm);

    expect(await headings('run')).toEqual([
      'Where:',
      'Run:',
      'Secrets:',
      'Source:',
      'Output:',
      'Limits:',
      'Containers:',
      'Metadata:',
      'Settings of the agent:',
      'Options:',
    ]);
    expect(await headings('lint')).toEqual(['Options:', 'Containers:', 'Metadata:', 'Settings of the agent:']);
    expect(await headings('init')).toEqual(['Options:']);
  });

  it.each(COMMANDS)('has each flag of $name in its help once', async ({ name, flags }) => {
    const { out } = await said(name, '--help');

    const shown = Array.from(out.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm), ([, flag]) => flag);
    const typed = flags.map((flag) => ('typed' in FLAGS[flag] ? FLAGS[flag].typed : flag));
    expect(shown.sort()).toEqual([...typed, 'help'].sort());
  });

  it('shows in help which values stand right behind their flag', async () => {
    const { out } = await said('run', '--help');

    expect(out).toContain('  --local[=process|process-unsafe]\n');
    expect(out).toContain('  --keep[=always|on-failure] ');
    expect(out).toContain('  --kubeconfig <FILE> ');
  });

  it.each([
    ['--local', 'process-unsafe'],
    ['--keep', 'on-failure'],
  ])('says how the value of %s is given where it stands for itself', async (flag, value) => {
    const { status, err } = await said('run', flag, value, 'w.yaml');

    expect(err).toBe(`error[no-workflow-found] there is no file "${value}"\n  hint: ${flag}=${value}\n`);
    expect(status).toBe(2);
    expect((await said('run', value)).err).not.toContain('=');
    expect((await said('run', flag, 'nowhere.yaml')).err).not.toContain('=');
  });

  it.each(['--secretz=token=hunter2', "--secretz=it's 'hunter2'", '--secretz=two\nlines of hunter2', '--quiet=hunter2'])(
    'does not repeat what stands behind the name in %j, which it does not know',
    async (option) => {
      const { io, err } = invocation({});

      const status = await main({ ...io, argv: ['run', option, 'w.yaml'] });

      expect(err.bytes.toString()).toMatch(/^error\[usage\] unknown option '--\w+'\n/);
      expect(err.bytes.toString()).not.toContain('hunter2');
      expect(status).toBe(2);
    },
  );
});
