import { describe, expect, it } from 'vitest';
import { webhookSchemeSchema } from '../../model/trigger.ts';
import { sampleDelivery } from './webhook-sample.ts';
import { type Delivery, webhookSchemes } from './webhook-schemes.ts';
import { acceptedSecrets, secretProblem } from './webhook-secret.ts';

const now = new Date('2026-11-23T13:00:00Z');
const secretOf = (scheme: keyof typeof webhookSchemes) =>
  scheme === 'hmac' ? `whsec_${Buffer.alloc(32, 7).toString('base64')}` : 'a-secret-of-some-length';
const sample = (scheme: keyof typeof webhookSchemes, at = now) =>
  sampleDelivery(scheme, { secret: secretOf(scheme), id: 'one', body: null, now: at });
const judge = (scheme: keyof typeof webhookSchemes, delivery: Delivery, at = now, known = [secretOf(scheme)]) =>
  webhookSchemes[scheme].verify(delivery, known, at);

const delivery = (body: string, headers: Record<string, string>): Delivery => ({
  headers,
  query: {},
  body: Buffer.from(body),
});

describe('the examples that vendors publish', () => {
  it('GitHub: validating webhook deliveries', () => {
    const given = delivery('Hello, World!', {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    });
    expect(webhookSchemes.github.verify(given, ["It's a Secret to Everybody"], now)).toEqual({
      isGenuine: true,
      deliveryId: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    });
    expect(webhookSchemes.github.verify(given, ["It's a secret to Everybody"], now).isGenuine).toBe(false);
  });

  it('Slack: verifying requests', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const given = delivery(body, {
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
      'x-slack-request-timestamp': '1531420618',
    });
    const known = ['8f742231b10e8888abcd99yyyzzz85a5'];
    expect(webhookSchemes.slack.verify(given, known, new Date(1531420618_000)).isGenuine).toBe(true);
    expect(webhookSchemes.slack.verify(given, known, new Date(1531420919_000)).isGenuine).toBe(false);
  });

  it('Standard Webhooks: the example of its reference libraries', () => {
    const given = delivery('{"test": 2432232314}', {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
    const known = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'];
    expect(webhookSchemes.hmac.verify(given, known, new Date(1614265330_000))).toEqual({
      isGenuine: true,
      deliveryId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    });
  });
});

describe.each(webhookSchemeSchema.options)('a delivery by %s', (scheme) => {
  const changed = (headers: Record<string, string | undefined>, body?: string): Delivery => {
    const given = sample(scheme);
    const all = Object.entries({ ...given.headers, ...headers }).filter(
      (one): one is [string, string] => one[1] !== undefined,
    );
    return { ...given, headers: Object.fromEntries(all), ...(body !== undefined && { body: Buffer.from(body) }) };
  };
  const signature = Object.keys(sample(scheme).headers).find((name) => /signature|hmac|authorization/.test(name)) ?? '';

  it('is genuine as its sender signs it, also under the secret before', () => {
    expect(judge(scheme, sample(scheme)).isGenuine).toBe(true);
    expect(judge(scheme, sample(scheme), now, ['another-secret-whsec_AAAA', secretOf(scheme)]).isGenuine).toBe(true);
  });

  it('is not under another secret, or none', () => {
    expect(judge(scheme, sample(scheme), now, ['another-secret']).isGenuine).toBe(false);
    expect(judge(scheme, sample(scheme), now, []).isGenuine).toBe(false);
  });

  it('is not without its signature, with another one, or with one of another kind', () => {
    for (const value of [
      undefined,
      '',
      'x',
      'sha1=757107ea',
      'v1=',
      't=1,v1=',
      'Bearer ',
      'Bearer',
      'v0=',
      'v1,',
      `${'0'.repeat(64)}`,
    ]) {
      expect([value, judge(scheme, changed({ [signature]: value })).isGenuine]).toEqual([value, false]);
    }
    const right = sample(scheme).headers[signature] ?? '';
    const wrong = right.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect(judge(scheme, changed({ [signature]: wrong })).isGenuine).toBe(false);
    // Of a base64 text the last characters hold padding.
    const early = right.replace(/(.)(.{6})$/, (_, one: string, rest: string) => `${one === 'A' ? 'B' : 'A'}${rest}`);
    expect(judge(scheme, changed({ [signature]: early })).isGenuine).toBe(false);
  });

  it('is not when a byte of its body is another one, unless nobody signs the body', () => {
    const text = Buffer.from(sample(scheme).body).toString();
    for (const body of [`${text} `, text.replace('{', '{ '), '']) {
      expect(judge(scheme, changed({}, body)).isGenuine).toBe(scheme === 'bearer');
    }
  });

  const isTimed = scheme === 'stripe' || scheme === 'slack' || scheme === 'hmac';
  it('is good for five minutes, where the sender signs the time', () => {
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    expect(judge(scheme, sample(scheme), at(300)).isGenuine).toBe(true);
    expect(judge(scheme, sample(scheme), at(-300)).isGenuine).toBe(true);
    expect(judge(scheme, sample(scheme), at(301)).isGenuine).toBe(!isTimed);
    expect(judge(scheme, sample(scheme), at(-301)).isGenuine).toBe(!isTimed);
  });

  it('is not when the time is made younger', () => {
    if (!isTimed) return expect(scheme).toMatch(/^(github|shopify|bearer)$/);
    const old = sample(scheme, new Date(now.getTime() - 600_000));
    const time = String(now.getTime() / 1000);
    const headers = Object.fromEntries(
      Object.entries(old.headers).map(([name, value]) => [
        name,
        /timestamp/.test(name) ? time : value.replace(/^t=\d+/, `t=${time}`),
      ]),
    );
    expect(judge(scheme, { ...old, headers }).isGenuine).toBe(false);
  });

  it('is not under the signature of another scheme', () => {
    for (const other of webhookSchemeSchema.options.filter((one) => one !== scheme)) {
      expect([other, judge(scheme, sample(other)).isGenuine]).toEqual([other, false]);
    }
  });
});

describe('the secret of a webhook', () => {
  const held = (previousUntil: string | null) =>
    JSON.stringify({ privateCurrent: 'new', privatePrevious: 'old', previousUntil });

  it('is the new one, and the old one for a while', () => {
    expect(acceptedSecrets(held('2026-11-23T13:00:01Z'), now)).toEqual(['new', 'old']);
    expect(acceptedSecrets(held('2026-11-23T13:00:00Z'), now)).toEqual(['new']);
    expect(acceptedSecrets(held(null), now)).toEqual(['new']);
  });

  it('is none where what is held cannot be read', () => {
    for (const text of [null, '', 'plain', '{}', '{"privateCurrent":1}'])
      expect(acceptedSecrets(text, now)).toEqual([]);
  });

  it('has to be given where only the sender makes it, and to be one', () => {
    expect(webhookSchemeSchema.options.filter((scheme) => secretProblem(scheme, null) === null)).toEqual([
      'github',
      'hmac',
      'bearer',
    ]);
    for (const [scheme, given] of [
      ['github', 'short'],
      ['stripe', 'whsec_with a blank in it'],
      ['hmac', 'plain-and-long-enough-for-others'],
      ['bearer', ''],
    ] as const) {
      expect([scheme, secretProblem(scheme, given)?.path]).toEqual([scheme, 'secret']);
    }
    expect(secretProblem('stripe', 'whsec_0123456789abcdef')).toBeNull();
  });
});
