import { describe, expect, it } from 'vitest';
import { change } from '../../../test/kit/arsenal.ts';
import { orgId } from '../../../test/kit/engine-kit.ts';
import { queries } from '../../model/query.ts';
import { applyTriggers } from './apply-triggers.ts';
import { createDoor } from './webhook.fixture.ts';

describe('the secret of a webhook', () => {
  it('is taken for ten minutes after the next one, unless that was told not to', async () => {
    const { kit, sign, come, set } = await createDoor('hmac');
    const old = (id: string) => sign(null, id);
    const [first, second] = [old('a'), old('b')];
    await set();
    expect((await come(first)).kind).toBe('accepted');
    await kit.clock.advance(601_000);
    expect((await come(second)).kind).toBe('refused');
    const third = old('c');
    await set(false);
    expect((await come(third)).kind).toBe('refused');
    expect((await come(sign(null, 'd'))).kind).toBe('accepted');
  });

  it('is in no document, and on record without it', async () => {
    const { kit, set, secrets, name } = await createDoor('bearer');
    const made = await set();
    expect(made).toMatch(/^[\w-]{43}$/);
    expect(secrets.values.get(name)).toContain(made);
    const audit = await kit.store.query(queries.audit(orgId, { limit: 10 }));
    expect(audit.map(({ data }) => data?.action)).toContain('webhook.rotated');
    const hooks = await kit.store.query(queries.hooks(orgId, { limit: 10 }));
    expect(JSON.stringify([audit, hooks])).not.toContain(made);
  });

  it('is set again when a worker died between it and its hook', async () => {
    const { kit, set, sign, come } = await createDoor('hmac', {}, false);
    kit.deaths.add('hook_secret_written');
    await expect(set()).rejects.toThrow();
    expect((await come(sign())).kind).toBe('refused');
    await set();
    expect((await come(sign())).kind).toBe('accepted');
  });

  it.each([
    ['is nobody’s when its webhook goes meanwhile', [], 0],
    [
      'opens nothing when its webhook is of another scheme meanwhile',
      [{ type: 'webhook', id: 'webhook', scheme: 'hmac' }],
      1,
    ],
  ])('%s', async (_, triggers, kept) => {
    const { armoury, playbookId, secrets, set, sign, come } = await createDoor('bearer');
    const early = sign();
    const { write } = secrets;
    secrets.write = async (name, value) => {
      secrets.write = write;
      await change(armoury, playbookId, { triggers });
      await applyTriggers(armoury, orgId, playbookId);
      await write(name, value);
    };
    expect([await set(), secrets.values.size]).toEqual([null, kept]);
    expect([(await come(early)).kind, (await come(sign())).kind]).toEqual(['refused', 'refused']);
  });
});
