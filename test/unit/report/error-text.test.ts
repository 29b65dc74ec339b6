import { describe, expect, it } from 'vitest';
import { ClusterError, InternalError, UsageError, WorkflowError } from '../../../src/errors.js';
import { errorText } from '../../../src/report/error-text.js';

function unreachable(cause: unknown): ClusterError {
  return new ClusterError('cluster "kind" does not answer', {
    code: 'unreachable',
    hint: 'start it, or name another with --context',
    cause,
  });
}

describe('errorText', () => {
  it('says in a line each what, why and what to do', () => {
    const refused = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:6443') });

    const text = errorText(unreachable(refused));

    expect(text).toBe(
      [
        'error[unreachable] cluster "kind" does not answer',
        '  cause: connect ECONNREFUSED 127.0.0.1:6443',
        '  hint: start it, or name another with --context',
        '',
      ].join('\n'),
    );
  });

  it('names the place where there is one', () => {
    const error = new UsageError('a list is wanted', { code: 'wrong-type', position: { file: 'podline.config.json', line: 2, column: 3 } });

    expect(errorText(error)).toBe('podline.config.json:2:3 error[wrong-type] a list is wanted\n');
  });

  it('does not repeat a cause that the message tells already', () => {
    const error = new UsageError('cannot read x.yaml: ENOENT', { code: 'no-file', cause: new Error('ENOENT') });

    expect(errorText(error)).toBe('error[no-file] cannot read x.yaml: ENOENT\n');
  });

  it('shows every new cause and where it happened when verbose', () => {
    const error = unreachable(new TypeError('fetch failed', { cause: new Error('fetch failed', { cause: new Error('socket hang up') }) }));

    const lines = errorText(error, { verbose: true }).split('\n');

    expect(lines.slice(0, 4)).toEqual([
      'error[unreachable] cluster "kind" does not answer',
      '  cause: fetch failed',
      '  cause: socket hang up',
      '  hint: start it, or name another with --context',
    ]);
    expect(lines[4]).toMatch(/^ {4}at unreachable \(.*error-text\.test\.ts/);
  });

  it('reads the errors of all addresses that refused', () => {
    const cause = new AggregateError([new Error('connect ::1'), new Error('connect 127.0.0.1'), new Error('connect ::1')]);

    expect(errorText(unreachable(cause))).toContain('  cause: connect ::1, connect 127.0.0.1\n');
  });

  it.each([
    ['a string', 'boom', 'boom'],
    ['an error without a message', new RangeError(), 'RangeError'],
    ['a message of several lines with escapes', new Error('a\n\u001b[2Jb'), 'a \\x1b[2Jb'],
  ])('takes %s as a cause', (_title, cause, shown) => {
    expect(errorText(new InternalError('impossible', cause))).toContain(`  cause: ${shown}\n`);
  });

  it('ends on causes that go in a circle', () => {
    const first = new Error('first');
    first.cause = new Error('second', { cause: first });

    expect(errorText(unreachable(first))).toContain('  cause: second\n');
  });

  it('shows all findings of a workflow with their places', () => {
    const error = new WorkflowError([
      { severity: 'error', code: 'no-steps', message: 'the workflow has no steps', position: { file: 'a.yaml', line: 1, column: 1 } },
      { severity: 'warning', code: 'unknown-key', message: 'unknown key "x"' },
    ]);

    expect(errorText(error)).toBe(
      'a.yaml:1:1 error[no-steps] the workflow has no steps\nwarning[unknown-key] unknown key "x"\n1 error, 1 warning · nothing was created\n',
    );
  });
});
