import { afterEach, describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { createGoogleAds, GOOGLE_ADS_SECRETS } from '../../../test/vendors/google-ads.ts';
import { startVendors, type VendorServer } from '../../../test/vendors/vendor.ts';
import { googleAds } from '../../connectors/google-ads.ts';
import { adjustAdBid } from './adjust-ad-bid.ts';
import { newBid } from './bid.ts';

const now = new Date('2026-11-20T14:00:00Z');
let server: VendorServer | null = null;
afterEach(() => {
  server?.close();
  server = null;
});
async function open(secrets = GOOGLE_ADS_SECRETS) {
  const { vendors, keyword } = createGoogleAds();
  server = await startVendors(vendors);
  const settings = { customerId: '123-456-7890', loginCustomerId: '999-888-7777' };
  const connections = { google_ads: { settings, secrets } };
  return { keyword, server, ...stepContext({ detours: server.detours, connections, now }) };
}
const lower = { adGroupId: '111', criterionId: '222', changePercent: -10 };

describe('adjust_ad_bid', () => {
  it('reads the bid, changes it by so much, and says both', async () => {
    const { context, keyword } = await open();
    expect(await runStep(adjustAdBid, lower, context)).toEqual({
      keyword: 'trail shoes',
      adGroup: 'Running shoes',
      before: 1,
      after: 0.9,
      changePercent: -10,
      currency: 'USD',
    });
    expect(keyword.micros).toBe(900_000);
  });

  it('that is tried again changes it once: by ten percent of what it was', async () => {
    const { context, keyword } = await open();
    const first = await runStep(adjustAdBid, lower, context);
    expect(await runStep(adjustAdBid, lower, { ...context, attempt: 2 })).toEqual(first);
    expect(keyword.micros).toBe(900_000);
    await runStep(adjustAdBid, lower, { ...context, path: 'of-another-day' });
    expect(keyword.micros).toBe(810_000);
  });

  it('refuses what moves it too far, unless that is allowed', async () => {
    const { context, keyword } = await open();
    const far = { adGroupId: '111', criterionId: '222', bid: 1.5 };
    await expect(runStep(adjustAdBid, far, context)).rejects.toMatchObject({
      code: 'change_too_large',
      mayHaveActed: false,
      message: expect.stringContaining('by 50 %, more than the 20 %'),
    });
    expect(keyword.micros).toBe(1_000_000);
    expect(await runStep(adjustAdBid, { ...far, maxChangePercent: 60 }, context)).toMatchObject({ after: 1.5 });
  });

  it('is told of keywords that are not there, and keeps them out of the query', async () => {
    const { context } = await open();
    await expect(runStep(adjustAdBid, { ...lower, criterionId: '333' }, context)).rejects.toThrow(/no keyword 333/);
    expect(adjustAdBid.params.safeParse({ ...lower, criterionId: '1 OR 1=1' }).success).toBe(false);
  });

  it('waits as long as Google says, repeats its words, and leads to the connection', async () => {
    const { context, server: vendors } = await open();
    vendors.fail('rate_limited', 'googleads.googleapis.com');
    await expect(runStep(adjustAdBid, lower, context)).rejects.toMatchObject({
      name: 'RetryAfterError',
      retryAt: new Date(now.getTime() + 30_000),
    });
    vendors.fail('refused', 'googleads.googleapis.com');
    await expect(runStep(adjustAdBid, lower, context)).rejects.toThrow('Google Ads says: Too low (400)');
    vendors.close();
    const wrong = await open({ ...GOOGLE_ADS_SECRETS, refreshToken: '1//revoked-token' });
    await expect(runStep(adjustAdBid, lower, wrong.context)).rejects.toMatchObject({
      code: 'sign_in_refused',
      mayHaveActed: false,
      fix: { href: '/settings/connections?connector=google_ads' },
    });
  });

  it('is riskier when it may cost more', () => {
    const risk = adjustAdBid.risk as (params: unknown) => string;
    const risks = [-10, 10, null].map((changePercent) => risk({ changePercent }));
    expect(risks).toEqual(['moderate', 'high', 'high']);
  });

  it('has a connection that is tested by reading the name of the account', async () => {
    const { context } = await open();
    expect(await googleAds.test(await context.connect(googleAds, null), context)).toBe('account Thrive');
  });
});

describe('a new bid', () => {
  const change = { bid: null, changePercent: 10, maxChangePercent: 20 };
  it('is in whole cents, or in whole yen', () => {
    expect(newBid(330_000, change, 'USD')).toBe(360_000);
    expect(newBid(33_000_000, change, 'JPY')).toBe(36_000_000);
  });
  it('is never nothing', () => {
    expect(() => newBid(10_000, { ...change, changePercent: -60, maxChangePercent: 90 }, 'USD')).toThrow(
      /more than nothing/,
    );
  });
});
