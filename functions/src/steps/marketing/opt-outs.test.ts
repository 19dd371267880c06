import { describe, expect, it } from 'vitest';
import { stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { readersOf } from './newsletter-people.ts';
import { hasOptedOut } from './opt-outs.ts';

describe('somebody who wants no newsletters', () => {
  it.each<JsonObject>([
    { unsubscribed: true },
    { unsubscribed: 'yes' },
    { Unsubscribed: 'TRUE ' },
    { emailOptOut: true },
    { 'Email opt-out': 'x' },
    { opted_out: 1 },
    { doNotContact: 'Y' },
    { do_not_email: true },
    { marketingConsent: false },
    { marketing_consent: 'no' },
    { newsletter: 'false' },
    { acceptsMarketing: 0 },
    { unsubscribedAt: '2026-01-02' },
    { status: 'Unsubscribed' },
  ])('is known by %j', (fields) => {
    expect(hasOptedOut({ email: 'a@example.com', ...fields })).toBe(true);
  });

  it.each<JsonObject>([
    {},
    { unsubscribed: false },
    { unsubscribed: 'no' },
    { unsubscribed: null },
    { marketingConsent: true },
    { marketingConsent: null },
    { newsletter: 'weekly' },
    { unsubscribedAt: '' },
    { status: 'active' },
    { subscribed: false },
  ])('is not meant by %j', (fields) => {
    expect(hasOptedOut(fields)).toBe(false);
  });

  it('gets none either when a list names him that does not take his wish along', async () => {
    const { context } = stepContext();
    const { root } = tenantPaths(context.orgId);
    const documents = {
      'members/a': { email: 'a@example.com', unsubscribed: 'yes' },
      'customers/b': { email: 'b@example.com', marketingConsent: false },
      'prospects/c': { email: 'c@example.com' },
    };
    await context.store.commit(
      Object.entries(documents).map(([path, data]) => ({ op: 'set', path: `${root}/${path}`, data })),
    );
    const recipients = ['a@example.com', { email: 'b@example.com', name: 'Bob' }, 'c@example.com', 'd@example.com'];
    const asked = { audience: 'customers', where: [], recipients, maxRecipients: 10 } as const;
    const { readers, unsubscribed } = await readersOf(context, asked);
    expect(readers.map(({ address }) => address)).toEqual(['c@example.com', 'd@example.com']);
    expect(unsubscribed).toBe(2);
  });
});
