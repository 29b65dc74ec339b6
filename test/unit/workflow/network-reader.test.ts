import { describe, expect, it } from 'vitest';
import { findings, stepOf } from './read.js';

function findingsIn(keys: string) {
  return findings(`skip_clone: true\nsteps:\n  - image: a\n    ${keys}`);
}

describe('1.4 the network of a step', () => {
  it('is that of its pod', () => {
    const step = stepOf('dns: 10.0.0.1\ndns_search: [a.example, b.example]\nextra_hosts: [db:10.0.0.2, "six:fd00::1"]');

    expect(step?.kubernetes).toEqual({
      dnsConfig: { nameservers: ['10.0.0.1'], searches: ['a.example', 'b.example'] },
      hostAliases: [
        { ip: '10.0.0.2', hostnames: ['db'] },
        { ip: 'fd00::1', hostnames: ['six'] },
      ],
    });
  });

  it('comes before that of the options', () => {
    const options = '{ dnsConfig: { searches: [b.example] }, hostAliases: [{ ip: 10.0.0.3, hostnames: [c] }] }';

    const step = stepOf(`dns_search: a.example\nextra_hosts: ["db:10.0.0.2"]\nbackend_options: { kubernetes: ${options} }`);

    expect(step?.kubernetes?.dnsConfig?.searches).toEqual(['a.example', 'b.example']);
    expect(step?.kubernetes?.hostAliases?.map(({ hostnames }) => hostnames)).toEqual([['db'], ['c']]);
  });

  it.each([
    ['dns: dns.example', '4:10 error wrong-value: "dns" must be an IP address, not "dns.example"'],
    ['dns_search: [a b]', '4:17 error wrong-value: "dns_search" must be the name of a host, not "a b"'],
    ['extra_hosts: [db]', '4:19 error wrong-value: item 1 of "extra_hosts" must be host:address, not "db"'],
    ['extra_hosts: ["db:nowhere"]', '4:19 error wrong-value: item 1 of "extra_hosts" must be host:address, not "db:nowhere"'],
  ])('%s is wrong', (keys, finding) => {
    expect(findingsIn(keys)).toEqual([finding]);
  });
});
