import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { escapeExpansion, scriptFileCommand, stepCommand, stepScript } from '../../../src/constructs/step-script.js';
import { kubeletExpand } from '../../shell/kubelet-expansion.js';

describe('3.8 stepScript', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'podline-script-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function run(commands: readonly string[], directory = folder) {
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-e', '-c', stepScript(commands, { directory })], { encoding: 'utf8' });
    return { status, stdout, stderr };
  }

  it('shows each command before it runs', () => {
    expect(run(['echo a', 'echo b']).stdout).toBe('+ echo a\na\n+ echo b\nb\n');
  });

  it.each([
    ['quotes', `: 'it is' "it's"`],
    ['variables and substitutions', ': $HOME "$(true)" `true`'],
    ['backslashes', String.raw`: a\nb \\ '\033'`],
    ['per cent signs', ': %s %d%%'],
    ['a pattern', ': * ~'],
    ['several lines', 'if true; then\n  :\nfi'],
  ])('shows %s literally', (_, command) => {
    expect(run([command]).stdout).toBe(`+ ${command}\n`);
  });

  it('does not show the empty end of a command', () => {
    expect(run([': a\n']).stdout).toBe('+ : a\n');
  });

  it('runs all commands in one shell', () => {
    expect(run(['A=1; cd /', 'echo "$A $PWD"']).stdout).toContain('\n1 /\n');
  });

  it('stops at the first command that fails', () => {
    expect(run(['(exit 3)', 'echo never'])).toEqual({ status: 3, stdout: '+ (exit 3)\n', stderr: '' });
  });

  it('keeps a backslash at the end of a command from reaching the next', () => {
    expect(run(['echo a \\', 'echo b']).stdout).toBe('+ echo a \\\na\n+ echo b\nb\n');
  });

  it('leaves carriage returns in a command', () => {
    expect(stepScript(['a\r\nb'], { directory: '/' })).toContain('\na\r\nb\n');
  });

  it.each(['new/folder', 'a "$(name)" `of` $HOME', "it's", 'ünï'])('makes and enters the working directory %s', (name) => {
    const directory = join(folder, name);

    const { stdout, status } = run(['pwd'], directory);

    expect({ stdout, status }).toEqual({ stdout: `+ pwd\n${directory}\n`, status: 0 });
  });

  it('needs no mkdir where the directory exists', () => {
    const script = stepScript(['echo a'], { directory: folder });

    const output = execFileSync('/bin/sh', ['-e', '-c', script], { encoding: 'utf8', env: { PATH: '/nowhere' } });

    expect(output).toBe('+ echo a\na\n');
  });

  it('says which directory it cannot make', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');

    const { status, stdout, stderr } = run(['echo never'], `${file}/below`);

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`podline: cannot create the working directory ${file}/below\n`);
  });

  it('lets commands write below the working directory', () => {
    run(['echo a >b']);

    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('a\n');
  });
});

describe('stepCommand', () => {
  it('runs the script in /bin/sh behind the expansion of Kubernetes', () => {
    const [program = '', ...args] = stepCommand('exit $(echo 4)').map((arg) => kubeletExpand(arg));

    const { status } = spawnSync(program, args);

    expect({ program, status }).toEqual({ program: '/bin/sh', status: 4 });
  });
});

describe('scriptFileCommand', () => {
  it('differs from that of a script only in naming its file', () => {
    expect(scriptFileCommand('/run/script')).toEqual([...stepCommand('echo a').slice(0, -2), '/run/script']);
  });
});

describe('escapeExpansion', () => {
  it.each([
    ['a reference', '$(NAME)', '$$(NAME)'],
    ['an escaped reference', '$$(NAME)', '$$$$(NAME)'],
    ['three dollars before a reference', '$$$(NAME)', '$$$$$$(NAME)'],
    ['a reference without an end', '$(date', '$$(date'],
    ['the process id', 'kill $$', 'kill $$$$'],
    ['a dollar before a character of several bytes', '5$€', '5$$€'],
    ['a variable', '$HOME $1', '$HOME $1'],
    ['a dollar at the end', 'a$', 'a$'],
  ])('escapes %s', (_, text, escaped) => {
    expect(escapeExpansion(text)).toBe(escaped);
    expect(kubeletExpand(escaped, { NAME: 'value' })).toBe(text);
  });

  it('comes out of the expansion as it went in, whatever the text', () => {
    const characters = ['$', '$', '$', '(', ')', 'A', ' ', 'é', '€', '😀', '\n'];
    const next = random(1);

    for (let round = 0; round < 5000; round++) {
      const text = Array.from({ length: 1 + next(12) }, () => characters[next(characters.length)]).join('');

      expect(kubeletExpand(escapeExpansion(text), { A: 'value', '': 'empty' })).toBe(text);
    }
  });
});

describe('kubeletExpand', () => {
  // as printed by a container on Kubernetes 1.34 with FOO=foo
  it.each([
    ['$$ $$$ $$$$ $(date) $$(x) $$$(y)', '$ $$ $$ $(date) $(x) $$(y)'],
    ['$(FOO) $$(FOO) $x $$x a$', 'foo $(FOO) $x $x a$'],
    ['$(open', '$(open'],
    ['z$$', 'z$'],
  ])('makes of %s what the kubelet made of it', (text, expanded) => {
    expect(kubeletExpand(text, { FOO: 'foo' })).toBe(expanded);
  });
});

/** Whole numbers below a limit, the same for the same seed. */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
