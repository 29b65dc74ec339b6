import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands.js';
import { execute } from '../../../src/cli/completion.js';
import { emptyFolder } from '../store/folder.js';
import { invocation } from './invocation.js';

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

async function script(shell: string): Promise<string> {
  const asked = invocation({});
  expect(await execute({ ...asked, args: [shell] })).toBe(0);
  return Buffer.concat(asked.out.chunks).toString();
}

describe('podline completion bash', () => {
  /** What bash offers behind these words; the last one is being typed. */
  async function offered(...words: readonly string[]): Promise<readonly string[]> {
    const typed = words.map((word) => `'${word}'`).join(' ');
    const ask = `COMP_WORDS=(podline ${typed}); COMP_CWORD=${words.length}; _podline; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const text = execFileSync('bash', ['--norc', '-c', `${await script('bash')}\n${ask}`], { encoding: 'utf8', cwd: '/' });
    return text.split('\n').filter((line) => line !== '');
  }

  it('offers the commands', async () => {
    expect(await offered('')).toEqual([...COMMANDS.map(({ name }) => name), '--help', '--version']);
    expect(await offered('do')).toEqual(['doctor', 'down'].sort((a, b) => order(a) - order(b)));
  });

  it('offers the flags of a command', async () => {
    expect(await offered('run', '--shell')).toEqual(['--shell-on-failure']);
    expect(await offered('ps', '--shell')).toEqual([]);
    expect(await offered('--verbose', 'ps', '--all')).toEqual(['--all-namespaces']);
  });

  it('offers the values of a flag, those that the command has', async () => {
    expect(await offered('run', '--output', '')).toEqual(['live', 'text', 'json', 'github']);
    expect(await offered('ps', '-o', '')).toEqual(['text', 'json']);
    expect(await offered('run', '--output', '=', 'j')).toEqual(['json']);
  });

  it('offers the values of a flag that may stand without one only right behind it', async () => {
    expect(await offered('run', '--local', '=')).toEqual(['process', 'process-unsafe']);
    expect(await offered('run', '--keep', '=', 'on')).toEqual(['on-failure']);
    expect(await offered('run', '--local', '/et')).toEqual(['/etc']);
    expect(await offered('run', '--output', '=')).toEqual(['live', 'text', 'json', 'github']);
  });

  it('offers the shells where one is named', async () => {
    expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(await offered('completion', 'z')).toEqual(['zsh']);
    expect(await offered('completion', '--v')).toEqual(['--verbose']);
  });

  it('offers files where a flag or a command takes one, and nothing where only a person knows', async () => {
    expect(await offered('run', '--kubeconfig', '/et')).toEqual(['/etc']);
    expect(await offered('run', '/et')).toEqual(['/etc']);
    expect(await offered('run', '--namespace', '')).toEqual([]);
  });
});

describe.each(['zsh', 'fish'])('podline completion %s', (shell) => {
  it.skipIf(!has(shell))('is a script that the shell can read', async () => {
    const file = join(emptyFolder(), 'completion');
    writeFileSync(file, await script(shell));

    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('has every command', async () => {
    const text = await script(shell);

    expect(COMMANDS.filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });
});

it.skipIf(!has('fish'))('podline completion fish offers the shells where one is named', async () => {
  const input = `${await script('fish')}complete --do-complete 'podline completion '\n`;
  // not its standard input: fish reads no script from a socket
  const text = execFileSync('sh', ['-c', 'cat | fish --no-config'], { input, encoding: 'utf8', cwd: '/' });

  expect(text.trim().split('\n').sort()).toEqual(['bash', 'fish', 'zsh']);
});

it('podline completion zsh offers the shells where one is named', async () => {
  expect(await script('zsh')).toMatch(/^ {4}completion\) _arguments [^;]* ':value:\(bash zsh fish\)' ;;$/m);
});

it('names the shells that there is a completion for', async () => {
  await expect(execute({ ...invocation({}), args: ['tcsh'] })).rejects.toMatchObject({
    code: 'wrong-value',
    hint: 'name one of bash, zsh, fish',
  });
});

function order(command: string): number {
  return COMMANDS.findIndex(({ name }) => name === command);
}
