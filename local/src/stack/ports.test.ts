import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PORTS, freePort, freeStackPorts, PortTakenError, requireFree } from './ports.ts';

describe('the ports of a stack', () => {
  it('are all different, the usual ones and the free ones alike', async () => {
    for (const ports of [DEFAULT_PORTS, await freeStackPorts()]) {
      expect(new Set(Object.values(ports)).size).toBe(Object.keys(DEFAULT_PORTS).length);
    }
  });

  it('are refused by name and number when another program listens on one', async () => {
    const ports = { ...(await freeStackPorts()), inbox: await freePort() };
    await expect(requireFree(ports)).resolves.toBeUndefined();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(ports.inbox, '127.0.0.1', resolve));
    try {
      const refused = requireFree(ports);
      await expect(refused).rejects.toThrow(PortTakenError);
      await expect(refused).rejects.toThrow(`port ${ports.inbox} (inbox) is in use`);
    } finally {
      other.close();
    }
  });
});
