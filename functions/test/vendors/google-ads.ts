import { z } from 'zod';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const GOOGLE_ADS_SECRETS = {
  developerToken: 'dev-token-9k3j2h4g',
  clientId: 'client-id-4h2j.apps.example',
  clientSecret: 'client-secret-8s7d6f',
  refreshToken: '1//refresh-token-5g4h3j',
};
const ACCESS_TOKEN = 'ya29.ads-access';
const RESOURCE = 'customers/1234567890/adGroupCriteria/111~222';
const mutation = z.strictObject({
  operations: z.tuple([
    z.strictObject({
      updateMask: z.literal('cpcBidMicros'),
      update: z.strictObject({ resourceName: z.literal(RESOURCE), cpcBidMicros: z.string().regex(/^\d+$/) }),
    }),
  ]),
});
const failed = (code: number, status: string, message: string, details: object = {}): VendorAnswer => ({
  status: code,
  body: { error: { code, status, message, details: [{ errors: [{ message, ...details }], requestId: 'r1' }] } },
});

/** Google's token endpoint and the REST API of Google Ads, for one keyword. */
export function createGoogleAds() {
  const keyword = { micros: 1_000_000 };
  const tokens: Vendor = { host: 'oauth2.googleapis.com', answer: tokenAnswer };
  const ads: Vendor = {
    host: 'googleads.googleapis.com',
    answer: (call) => adsAnswer(call, keyword),
    mishaps: {
      refused: failed(400, 'INVALID_ARGUMENT', 'Too low.', { errorCode: { criterionError: 'CPC_BID_TOO_LOW' } }),
      rate_limited: failed(429, 'RESOURCE_EXHAUSTED', 'Too many requests. Retry in 30 seconds.', {
        errorCode: { quotaError: 'RESOURCE_TEMPORARILY_EXHAUSTED' },
        details: { quotaErrorDetails: { rateScope: 'ACCOUNT', rateName: 'Requests', retryDelay: '30s' } },
      }),
    },
  };
  return { vendors: [ads, tokens], keyword };
}

function tokenAnswer({ method, path, form }: SeenCall): VendorAnswer {
  const given = Object.fromEntries(form());
  const right = {
    grant_type: 'refresh_token',
    client_id: GOOGLE_ADS_SECRETS.clientId,
    client_secret: GOOGLE_ADS_SECRETS.clientSecret,
    refresh_token: GOOGLE_ADS_SECRETS.refreshToken,
  };
  const isRight = Object.entries(right).every(([name, value]) => given[name] === value);
  if (method !== 'POST' || path !== '/token' || !isRight) {
    return { status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } };
  }
  return { status: 200, body: { access_token: ACCESS_TOKEN, expires_in: 3599, token_type: 'Bearer' } };
}

function adsAnswer({ method, path, headers, json }: SeenCall, keyword: { micros: number }): VendorAnswer {
  const isIn = headers.authorization === `Bearer ${ACCESS_TOKEN}`;
  if (!isIn || headers['developer-token'] !== GOOGLE_ADS_SECRETS.developerToken) {
    return failed(401, 'UNAUTHENTICATED', 'Request is missing required authentication credential.');
  }
  if (headers['login-customer-id'] !== '9998887777') return failed(403, 'PERMISSION_DENIED', 'No access.');
  const root = '/v25/customers/1234567890/';
  if (method !== 'POST' || !path.startsWith(root)) return failed(404, 'NOT_FOUND', 'Not found.');
  switch (path.slice(root.length)) {
    case 'googleAds:search': {
      const { query } = z.strictObject({ query: z.string() }).parse(json());
      if (query.includes('FROM customer')) {
        return { status: 200, body: { results: [{ customer: { descriptiveName: 'Thrive' } }] } };
      }
      if (!query.includes('ad_group.id = 111 AND ad_group_criterion.criterion_id = 222'))
        return { status: 200, body: {} };
      return { status: 200, body: { results: [rowOf(keyword.micros)], fieldMask: 'adGroupCriterion.cpcBidMicros' } };
    }
    case 'adGroupCriteria:mutate': {
      const parsed = mutation.safeParse(json());
      if (!parsed.success) return failed(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.');
      keyword.micros = Number(parsed.data.operations[0].update.cpcBidMicros);
      return { status: 200, body: { results: [{ resourceName: RESOURCE }] } };
    }
    default:
      return failed(404, 'NOT_FOUND', 'Not found.');
  }
}

function rowOf(micros: number) {
  return {
    customer: { resourceName: 'customers/1234567890', currencyCode: 'USD' },
    adGroup: { resourceName: 'customers/1234567890/adGroups/111', name: 'Running shoes' },
    adGroupCriterion: {
      resourceName: RESOURCE,
      keyword: { text: 'trail shoes', matchType: 'EXACT' },
      cpcBidMicros: String(micros),
      effectiveCpcBidMicros: String(micros),
    },
  };
}
