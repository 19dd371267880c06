/** Where the hidden server listens, in the ways in which that can be written or arrived at. `PORT` is its port. */
export const TRICKS: readonly string[] = [
  // This machine, written in every way that some parser takes.
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.0x0.0x0.0x1',
  '0x7f.1',
  '0177.0.0.1',
  '0177.0.0.01',
  '017700000001',
  '0',
  '0.0.0.0',
  '00.00.00.00',
  '１２７.０.０.１',
  '127。0。0。1',
  '①②⑦.⓪.⓪.①',
  '%31%32%37.0.0.1',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'foo.localhost',
  'localhost.localdomain',
  'ip6-localhost',
  // Names that lead there. The resolver of the test answers for them.
  'loopback.trick',
  'mixed.trick',
  'mapped.trick',
  'rebinding.trick',
  'private.trick',
  'metadata.trick',
  'zone.trick',
  'LOOPBACK.TRICK',
  'loopback.trick.',
  // Who one is signed in as is not where one goes.
  'example.com@127.0.0.1',
  'example.com:80@127.0.0.1',
  '127.0.0.1#@example.com',
  '127.0.0.1\\@example.com',
  '127.0.0.1%23.example.com',
  '127.0.0.1%2f.example.com',
  '127.0.0.1\t',
  '127.0.0.1%00.example.com',
  // Networks of others that are not the public's.
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  'metadata',
  'metadata.google.internal',
  'metadata.google.internal.',
  'instance-data',
  'kubernetes.default.svc.cluster.local',
  'printer.local',
  'router.home.arpa',
  '224.0.0.1',
  '255.255.255.255',
];

/** How the test's resolver answers for the names among them; a name that is not here is not found. */
export function createTrickResolver(): (hostname: string) => Promise<readonly { address: string; family: number }[]> {
  let asked = 0;
  const fixed: Readonly<Record<string, readonly string[]>> = {
    'loopback.trick': ['127.0.0.1'],
    'mixed.trick': ['93.184.216.34', '127.0.0.1'],
    'mapped.trick': ['::ffff:127.0.0.1'],
    'private.trick': ['10.1.2.3'],
    'metadata.trick': ['169.254.169.254'],
    'zone.trick': ['fe80::1%lo'],
  };
  return async (hostname) => {
    const name = hostname.toLowerCase().replace(/\.$/, '');
    // A documentation address first, which nobody owns, then this machine.
    const addresses = name === 'rebinding.trick' ? [asked++ === 0 ? '192.0.2.1' : '127.0.0.1'] : fixed[name];
    if (!addresses) throw Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' });
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
}
