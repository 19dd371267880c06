import { describe, expect, it } from 'vitest';
import { hostRefusal, isPublicAddress } from './address.ts';

const PRIVATE = [
  ['loopback', '127.0.0.1'],
  ['loopback, far end', '127.255.255.254'],
  ['this host', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['class A private', '10.0.0.1'],
  ['class A private, last', '10.255.255.255'],
  ['class B private', '172.16.0.1'],
  ['class B private, last', '172.31.255.255'],
  ['class C private', '192.168.1.1'],
  ['link-local', '169.254.0.1'],
  ['cloud metadata', '169.254.169.254'],
  ['ECS metadata', '169.254.170.2'],
  ['carrier NAT', '100.64.0.1'],
  ['Alibaba metadata', '100.100.100.200'],
  ['carrier NAT, last', '100.127.255.255'],
  ['IETF protocol', '192.0.0.1'],
  ['test net 1', '192.0.2.1'],
  ['test net 2', '198.51.100.7'],
  ['test net 3', '203.0.113.9'],
  ['benchmarking', '198.18.0.1'],
  ['6to4 relay', '192.88.99.1'],
  ['multicast', '224.0.0.1'],
  ['multicast, last', '239.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['AS112', '192.175.48.1'],
  ['Azure platform', '168.63.129.16'],
  ['IPv6 loopback', '::1'],
  ['IPv6 unspecified', '::'],
  ['IPv6 unique local', 'fd00::1'],
  ['IPv6 unique local fc', 'fc00::1'],
  ['AWS metadata on IPv6', 'fd00:ec2::254'],
  ['IPv6 link-local', 'fe80::1'],
  ['IPv6 link-local with a zone', 'fe80::1%eth0'],
  ['IPv6 site-local', 'fec0::1'],
  ['IPv6 multicast', 'ff02::1'],
  ['mapped loopback', '::ffff:127.0.0.1'],
  ['mapped loopback in hex', '::ffff:7f00:1'],
  ['mapped metadata', '::ffff:169.254.169.254'],
  ['mapped private', '::ffff:10.0.0.1'],
  ['IPv4-compatible loopback', '::127.0.0.1'],
  ['IPv4-translated', '::ffff:0:127.0.0.1'],
  ['NAT64 loopback', '64:ff9b::7f00:1'],
  ['NAT64 public', '64:ff9b::8.8.8.8'],
  ['local NAT64', '64:ff9b:1::1'],
  ['6to4 of loopback', '2002:7f00:1::'],
  ['6to4 of a private net', '2002:c0a8:101::1'],
  ['Teredo', '2001:0:4136:e378::1'],
  ['IPv6 documentation', '2001:db8::1'],
  ['new IPv6 documentation', '3fff::1'],
  ['ORCHID', '2001:20::1'],
  ['IPv6 benchmarking', '2001:2::1'],
  ['IPv6 discard', '100::1'],
  ['segment routing', '5f00::1'],
  ['never given out', '4000::1'],
  ['nothing', ''],
  ['a name', 'example.com'],
  ['too many parts', '1.2.3.4.5'],
] as const;

const PUBLIC = ['8.8.8.8', '1.1.1.1', '93.184.216.34', '172.32.0.1', '100.128.0.1', '192.0.3.1', '2606:4700::1111'];

describe('an address', () => {
  it.each(PRIVATE)('is not public: %s (%s)', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it.each(PUBLIC)('is public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('a host', () => {
  it.each([
    '',
    'example.com.',
    'localhost',
    'LOCALHOST',
    'a.localhost',
    'metadata',
    'metadata.google.internal',
    'db.internal',
    'printer.local',
    'kubernetes',
    'x.svc.cluster.local',
    'router.home.arpa',
    '127.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[fe80::1]',
    '0',
  ])('is refused before any name is resolved: %j', (host) => {
    expect(hostRefusal(host)).not.toBeNull();
  });
  it.each(['example.com', 'xn--bcher-kva.example', '8.8.8.8', '[2606:4700::1111]', 'internal.example.com'])(
    'may be resolved: %s',
    (host) => {
      expect(hostRefusal(host)).toBeNull();
    },
  );
});
