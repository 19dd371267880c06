import ipaddr from 'ipaddr.js';

/** Names that stand for the machine itself or for a cloud's own services, whatever they resolve to. */
const OWN_NAMES = new Set(['localhost', 'metadata', 'instance-data', 'kubernetes', 'broadcasthost', 'ip6-localhost']);
const OWN_SUFFIXES = ['.localhost', '.internal', '.local', '.localdomain', '.home.arpa', '.onion', '.cluster.local'];

/**
 * Ranges that ipaddr.js calls unicast and that nobody on the public internet owns: translation and tunnel prefixes
 * carry an IPv4 address inside, and anything outside 2000::/3 has never been given out.
 */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');
const REFUSED = ['3fff::/20', '2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48'].map((range) =>
  ipaddr.parseCIDR(range),
);
const REFUSED_IPV4 = [
  '192.88.99.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.175.48.0/24',
  '168.63.129.16/32',
].map((range) => ipaddr.parseCIDR(range));

/** Whether an IP address, as text, belongs to the public internet. Anything that cannot be read is not public. */
export function isPublicAddress(text: string): boolean {
  if (text.includes('%') || !ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6) {
    return address.match(GLOBAL_IPV6) && !REFUSED.some((range) => address.match(range));
  }
  return !REFUSED_IPV4.some((range) => address.match(range));
}

/** The host of a URL or of a setting: lower case, without the brackets of an IPv6 literal. */
export function plainHost(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$/g, '');
}

/**
 * Why a host may not be called, before any name is resolved; null when nothing speaks against it. Names pass here and
 * are judged again by the addresses that they resolve to.
 */
export function hostRefusal(host: string): string | null {
  const name = plainHost(host);
  if (name === '') return 'it has no host';
  if (name.endsWith('.')) return 'its host ends with a dot';
  if (ipaddr.isValid(name)) return isPublicAddress(name) ? null : `${name} is not a public address`;
  if (name.includes('%') || name.includes(':')) return `'${name}' is not a host name`;
  if (OWN_NAMES.has(name) || OWN_SUFFIXES.some((suffix) => name.endsWith(suffix))) {
    return `${name} is a name for private networks`;
  }
  return null;
}
