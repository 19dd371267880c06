import { generateKeyPairSync } from 'node:crypto';
import type { JsonObject } from '../../src/model/json.ts';
import type { Vendor, VendorAnswer } from './vendor.ts';

const PROJECT = 'demo-push';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
/** The JSON key of a service account that may send push messages. */
export const PUSH_ACCOUNT = JSON.stringify({
  type: 'service_account',
  project_id: PROJECT,
  client_email: 'push@demo-push.iam.gserviceaccount.com',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
});
export const PUSH_TOKEN = 'ya29.fakeFAKEfakePushAccess4k7q';

const no = (status: number, code: string, details: JsonObject[] = []): VendorAnswer => ({
  status,
  body: { error: { code: status, status: code, message: `${code}.`, details } },
});
const fcmError = (errorCode: string): JsonObject => ({
  '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError',
  errorCode,
});

const mishaps = {
  refused: no(403, 'PERMISSION_DENIED'),
  rate_limited: { ...no(429, 'RESOURCE_EXHAUSTED', [fcmError('QUOTA_EXCEEDED')]), headers: { 'retry-after': '30' } },
  broken: no(503, 'UNAVAILABLE', [fcmError('UNAVAILABLE')]),
};

/** The HTTP v1 API of Firebase Cloud Messaging. A token that begins with `gone` is registered no more, `bad` is none. */
export const fcmApi: Vendor = {
  host: 'fcm.googleapis.com',
  answer(call) {
    if (call.headers.authorization !== `Bearer ${PUSH_TOKEN}`) return no(401, 'UNAUTHENTICATED');
    if (call.method !== 'POST' || call.path !== `/v1/projects/${PROJECT}/messages:send`) return no(404, 'NOT_FOUND');
    const { message } = call.json() as { message?: { token?: unknown; notification?: { title?: unknown } } };
    const token = message?.token;
    if (typeof token !== 'string' || typeof message?.notification?.title !== 'string')
      return no(400, 'INVALID_ARGUMENT');
    if (token.startsWith('gone')) return no(404, 'NOT_FOUND', [fcmError('UNREGISTERED')]);
    if (token.startsWith('bad')) {
      const field = {
        field: 'message.token',
        description: 'The registration token is not a valid FCM registration token',
      };
      return no(400, 'INVALID_ARGUMENT', [fcmError('INVALID_ARGUMENT'), { fieldViolations: [field] }]);
    }
    if (token.startsWith('busy')) return mishaps.rate_limited;
    return { status: 200, body: { name: `projects/${PROJECT}/messages/0:1732111200` } };
  },
  mishaps,
};
/** Google's sign-in, for the account above. */
export const pushSignIn: Vendor = {
  host: 'oauth2.googleapis.com',
  answer(call) {
    const isGrant = call.form().get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    if (call.method !== 'POST' || call.path !== '/token' || !isGrant) {
      return { status: 400, body: { error: 'invalid_request' } };
    }
    return { status: 200, body: { access_token: PUSH_TOKEN, expires_in: 3_599, token_type: 'Bearer' } };
  },
};
