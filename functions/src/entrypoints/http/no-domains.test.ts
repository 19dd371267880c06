import domain from 'node:domain';
import { expect, it } from 'vitest';
import { leaveDomains } from './no-domains.ts';

it('runs a request as the platform would, without a domain around it', async () => {
  leaveDomains();
  const around = domain.create();
  around.on('error', () => undefined);
  const seen = await new Promise((resolve) =>
    around.run(() => process.nextTick(() => resolve(Reflect.get(process, 'domain') ?? null))),
  );
  expect(seen).toBeNull();
});
