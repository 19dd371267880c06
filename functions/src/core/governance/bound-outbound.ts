import { NonRetriableError } from '../engine/errors.ts';
import type { Outbound } from '../ports.ts';

/**
 * A door that leads to the hosts of one vendor only, whatever an address or a redirect says: what goes through it
 * carries secrets. A pattern is a host, a host with its port, or `*.` and the end of a host.
 */
export function boundOutbound(outbound: Outbound, hosts: readonly string[], title: string): Outbound {
  const check = (host: string, port: number, isWeb: boolean): void => {
    if (hosts.some((pattern) => covers(pattern.toLowerCase(), host.toLowerCase(), port, isWeb))) return;
    throw new NonRetriableError(`The connection to ${title} is not for ${host}.`, {
      code: 'foreign_host',
      mayHaveActed: false,
    });
  };
  return {
    async fetch(url, init = {}) {
      const parsed = URL.parse(url);
      // What is no address, the door itself refuses.
      if (parsed !== null) check(parsed.hostname, portOf(parsed), true);
      return outbound.fetch(url, { ...init, maxRedirects: 0 });
    },
    async connect(host, port, signal) {
      check(host, port, false);
      return outbound.connect(host, port, signal);
    },
  };
}

function covers(pattern: string, host: string, port: number, isWeb: boolean): boolean {
  const [name = '', ownPort] = pattern.split(':');
  const isPort = ownPort === undefined ? isWeb && (port === 443 || port === 80) : Number(ownPort) === port;
  return isPort && (name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name);
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}
