import { describe, expect, it } from 'vitest';
import { manualMetadata } from '../../../src/model/metadata.js';
import { skipRequest } from '../../../src/model/skip-commit.js';

/** Workflow.md, section 3.9. */
function requestOf(message: string | undefined, event = 'push') {
  const metadata = manualMetadata({ platform: 'linux/amd64' });
  return skipRequest({ ...metadata, current: { ...metadata.current, event, commit: { timestamp: 0, message } } });
}

describe('3.9 a commit message', () => {
  it.each(['[ci skip]', '[skip ci]', '[CI SKIP]', '[Skip CI]', '[skipci]', '[ciskip]', '[ci    skip]'])(
    'with %s wants no pipeline',
    (words) => {
      expect(requestOf(`Fix a typo ${words}\n\nand no more`)).toBe(words);
    },
  );

  it.each(['skip ci', '[ci-skip]', '[ skip ci ]', '[ci\tskip]', '[skip]', '', undefined])('with %j says nothing of that', (message) => {
    expect(requestOf(message)).toBeUndefined();
  });

  it.each(['push', 'pull_request', 'pull_request_closed', 'pull_request_metadata'])('is asked at the event %s', (event) => {
    expect(requestOf('[skip ci]', event)).toBe('[skip ci]');
  });

  it.each(['tag', 'release', 'deployment', 'cron', 'manual'])('is not asked at the event %s', (event) => {
    expect(requestOf('[skip ci]', event)).toBeUndefined();
  });
});
