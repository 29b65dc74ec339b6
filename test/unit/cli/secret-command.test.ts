import { describe, expect, it } from 'vitest';
import { type SecretCommandOptions, secretOfCommand } from '../../../src/cli/secret-command.js';
import { FakeSink } from '../report/terminal.js';
import { emptyFolder } from '../store/folder.js';
import { type Asked, invocation } from './invocation.js';

const SECRET = 'hunter2hunter2';

function optionsOf({ io }: Asked, more: Partial<SecretCommandOptions> = {}): SecretCommandOptions {
  return { io, signal: new AbortController().signal, ...more };
}

function asked(): Asked {
  return invocation({}, { cwd: emptyFolder(), env: { PATH: process.env.PATH ?? '', TOKEN: SECRET } });
}

async function failure(command: string, more: Partial<SecretCommandOptions> = {}): Promise<Error> {
  return secretOfCommand('token', command, optionsOf(asked(), more)).then(
    () => expect.fail('the command did not fail'),
    (reason) => reason,
  );
}

describe('secretOfCommand', () => {
  it.each([
    ['printf value', 'value'],
    ['echo value', 'value'],
    [String.raw`printf 'value\n\n'`, 'value\n'],
    [String.raw`printf 'value\r\n'`, 'value'],
    [String.raw`printf 'one\ntwo\n'`, 'one\ntwo'],
    ['printf " value "', ' value '],
    ['printenv TOKEN', SECRET],
  ])('takes what %s prints, without the line end behind it', async (command, expected) => {
    expect(await secretOfCommand('token', command, optionsOf(asked()))).toBe(expected);
  });

  it.each([
    ['printf %s-%s one two', 'one-two'],
    ['  printf   %s-%s  "one two" \'three "four"\' ', 'one two-three "four"'],
    ['printf %s op://vault/it"em na"me/field?attribute=otp', 'op://vault/item name/field?attribute=otp'],
    ['printf %s-%s "" x', '-x'],
    ['printf %s *', '*'],
  ])('splits %s into words as a shell does, and does nothing else', async (command, expected) => {
    expect(await secretOfCommand('token', command, optionsOf(asked()))).toBe(expected);
  });

  it.each(['a | b', 'echo $TOKEN', 'echo "$TOKEN"', 'echo `id`', 'a; b', 'a > b', 'echo "open', String.raw`echo a\ b`, '', ' '])(
    'refuses %j, which needs a shell',
    async (command) => {
      const error = await failure(command);

      expect(error).toMatchObject({ code: 'wrong-secret-source', hint: expect.stringContaining('sh -c') });
    },
  );

  it('gives the program nothing to read', async () => {
    expect(await secretOfCommand('token', `sh -c 'cat; echo value'`, optionsOf(asked()))).toBe('value');
  });

  it('passes on what the program says to people', async () => {
    const invoked = asked();

    await secretOfCommand('token', `sh -c 'echo touch your key >&2; echo value'`, optionsOf(invoked));

    expect(invoked.err.bytes.toString()).toBe('touch your key\n');
    expect(invoked.out.bytes.toString()).toBe('');
  });

  it.each([
    ['no-such-program-at-all x', 'there is no such program'],
    [`sh -c 'echo ${SECRET}; echo ${SECRET} >&2; exit 3'`, 'it ended with exit code 3'],
    [`sh -c 'echo ${SECRET}; kill -TERM $$'`, 'it was ended by SIGTERM'],
    [`sh -c 'printf "" ${SECRET}'`, 'is empty'],
    [`sh -c 'printf "${SECRET}\\377"'`, 'is not UTF-8 text'],
    [`head -c 2000000 /dev/zero ${SECRET}`, 'it printed more than 1024 KiB'],
  ])('tells why %s gave no secret, and not what it printed', async (command, expected) => {
    const error = await failure(command);

    expect(error.message).toContain(expected);
    expect(error.message).toContain('"token"');
    expect(`${error.stack} ${error.cause} ${JSON.stringify(error)}`).not.toContain(SECRET);
  });

  it('ends a program that takes too long', async () => {
    const error = await failure(`sh -c 'trap "" TERM; exec sleep 1000'`, { limitSeconds: 0.2 });

    expect(error.message).toBe('"sh" did not give secret "token": it took longer than 0.2 s');
  });

  it('ends with the reason of the cancellation', async () => {
    const cancel = new AbortController();
    const stderr = Object.assign(new FakeSink(), {
      write: () => {
        cancel.abort(130);
        return true;
      },
    });

    const value = secretOfCommand('token', `sh -c 'echo ready >&2; exec sleep 1000'`, {
      io: { ...asked().io, stderr },
      signal: cancel.signal,
    });

    await expect(value).rejects.toBe(130);
  });
});
