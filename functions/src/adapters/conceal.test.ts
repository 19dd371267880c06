import { describe, expect, it } from 'vitest';
import { memorySecrets } from '../../test/kit/secrets.ts';
import { concealingOutbound } from '../core/governance/concealing-outbound.ts';
import { tenantSecretName } from '../core/governance/tenant-secret.ts';
import { Increment, type Outbound } from '../core/ports.ts';
import { concealingStore, createConcealer, notingSecrets } from './conceal.ts';
import { createMemoryStore } from './memory/memory-store.ts';

const SECRET = 'k9-Xv2/qPw+77zLmR4';

describe('a secret that was read', () => {
  it('is taken out of a text in every form in which somebody may quote it', () => {
    const { add, text } = createConcealer();
    add(SECRET);
    const around = (before: string) => Buffer.from(`${before}${SECRET}:tail`);
    const forms = [
      `a ${SECRET} b`,
      SECRET.toUpperCase(),
      encodeURIComponent(SECRET),
      JSON.stringify({ a: SECRET }),
      Buffer.from(SECRET).toString('hex'),
      ...['', 'u', 'us', 'use'].flatMap((before) => [
        around(before).toString('base64'),
        around(before).toString('base64url'),
      ]),
    ];
    for (const form of forms) {
      const left = text(form);
      expect([form, left]).toEqual([form, expect.stringContaining('<omitted>')]);
      const whole = Buffer.from(left, 'base64').toString() + Buffer.from(left, 'hex').toString() + left;
      expect(whole.toLowerCase()).not.toContain(SECRET.slice(3, -3).toLowerCase());
    }
    expect(text('nothing of the kind')).toBe('nothing of the kind');
  });

  it('is known by its parts: a password in an address, a private key', () => {
    const { add, text } = createConcealer();
    add('smtps://mailer:p%40ssw0rd-long@smtp.example.com:465');
    add(
      JSON.stringify({
        type: 'service_account',
        private_key: 'KEY\nLINE-TWO-OF-IT\n',
        client_email: 'robot@x.example',
      }),
    );
    for (const leak of [
      '535 p@ssw0rd-long is wrong',
      'p%40ssw0rd-long',
      'KEY\nLINE-TWO-OF-IT',
      String.raw`KEY\nLINE-TWO-OF-IT`,
    ]) {
      expect(text(leak)).toContain('<omitted>');
    }
    expect(text('smtp.example.com of robot@x.example')).toBe('smtp.example.com of robot@x.example');
  });

  it('is known by what of an address opens something by itself, by its halves, and backwards', () => {
    const { add, text } = createConcealer();
    const token = 'b7Qw-x9Lm2_Zr4Ty6Uv8Pq1';
    add(`https://hooks.slack.com/services/T024BE7LD/B03ABC/${token}`);
    add(`https://prod.logic.azure.com/workflows/ab/invoke?sig=${token}%3D`);
    for (const leak of [token, `/B03ABC/${token}`, `${token}=`, `T024BE7LD/B03ABC/${token}`]) {
      expect(text(`it is ${leak}`)).not.toContain('Zr4Ty6');
    }
    expect(text('workspace T024BE7LD, workflows, hooks.slack.com')).toBe(
      'workspace T024BE7LD, workflows, hooks.slack.com',
    );
    const long = 'Aa1-Bb2-Cc3-Dd4-Ee5-Ff6-Gg7-Hh8-';
    add(long);
    for (const leak of [long.slice(0, 20), long.slice(12), [...long].reverse().join('')]) {
      expect(text(`cut: ${leak}`)).toContain('<omitted>');
    }
  });

  it('that a tenant has entered is taken out of what is his, and of logs, and out of nothing of others', async () => {
    const concealer = createConcealer();
    const secrets = notingSecrets(memorySecrets(), concealer);
    const words = 'thank you for your order';
    const held = {
      connector: 'fax',
      settings: { host: 'fax.example.com' },
      secrets: { key: SECRET, said: words, none: null },
    };
    await secrets.write(tenantSecretName('org_a', 'connection', 'fax'), JSON.stringify(held));
    await secrets.write(
      tenantSecretName('org_b', 'hook', 'h1'),
      JSON.stringify({ privateCurrent: 'whsec_0123456789' }),
    );
    await secrets.write('SMTP_URL', 'the-secret-of-the-platform');
    const said = `${words} ${SECRET} whsec_0123456789 the-secret-of-the-platform at fax.example.com`;
    const seen = (orgId: string | null) => concealer.within(orgId).text(said);
    expect(seen('org_a')).toBe('<omitted> <omitted> whsec_0123456789 <omitted> at fax.example.com');
    expect(seen('org_b')).toBe(`${words} ${SECRET} <omitted> <omitted> at fax.example.com`);
    expect(seen(null)).toBe(`${words} ${SECRET} whsec_0123456789 <omitted> at fax.example.com`);
    expect(concealer.text(said)).toBe('<omitted> <omitted> <omitted> <omitted> at fax.example.com');
    const memory = createMemoryStore();
    const store = concealingStore(memory, concealer);
    const paths = ['tenants/org_a/events/e', 'tenants/org_b/events/e', 'hooks/e'];
    await store.commit(paths.map((path) => ({ op: 'set', path, data: { words, [SECRET]: 'a key' } })));
    const stored = [];
    for (const path of ['tenants/org_a', 'tenants/org_b']) {
      for await (const { data } of memory.subtree.documents(path, null)) stored.push(data);
    }
    expect(stored).toEqual([
      { words: '<omitted>', '<omitted>': 'a key' },
      { words, [SECRET]: 'a key' },
    ]);
  });

  it('is too short to be looked for below eight letters, and breaks no pattern', () => {
    const { add, text } = createConcealer();
    for (const secret of ['', 'test', '(((((((([[[', 'a.*b.*c.*d']) add(secret);
    expect(text('a test of axxbxxcxxd')).toBe('a test of axxbxxcxxd');
    expect(text('a.*b.*c.*d ((((((((([[[')).toBe('<omitted> (<omitted>');
  });

  it('that is a word or a number, as weak passwords are, takes nothing out of what others write', () => {
    const { add, text } = createConcealer();
    for (const weak of ['password', 'playbooks', 'thrive-shop', '20261121']) add(weak);
    add('smtp://mailer:production@smtp.example.com:25');
    const said = 'Your password for Playbooks (thrive-shop, production) was changed, order 20261121';
    expect(text(said)).toBe(said);
    add('correct-horse-battery');
    expect(text('correct-horse-battery')).toBe('<omitted>');
  });

  it('is not taken from a vendor that repeats it, and its other bytes are left as they are', async () => {
    const concealer = createConcealer();
    const bytes = Uint8Array.from([0, 255, 128, ...Buffer.from('é'), 10]);
    const answering = (given: Uint8Array): Outbound => ({
      connect: async () => null,
      fetch: async (url) => ({
        ...{ status: 200, ok: true, url, headers: new Headers() },
        text: async () => Buffer.from(given).toString(),
        bytes: async () => given,
      }),
    });
    const asked = async (given: Uint8Array) =>
      concealingOutbound(answering(given), concealer).fetch('https://a.example');
    concealer.add(SECRET);
    expect(await (await asked(bytes)).bytes()).toBe(bytes);
    const repeated = Buffer.concat([bytes, Buffer.from(SECRET), bytes]);
    const left = Buffer.concat([bytes, Buffer.from('<omitted>'), bytes]);
    expect(Buffer.from(await (await asked(repeated)).bytes())).toEqual(left);
    expect(await (await asked(Buffer.from(`it is ${SECRET}`))).text()).toBe('it is <omitted>');
  });

  it('reaches no document, and leaves what is no text as it is', async () => {
    const concealer = createConcealer();
    const secrets = notingSecrets(
      { ...memorySecrets(), read: async () => SECRET, cronSecrets: async () => [`cron-${SECRET}`] },
      concealer,
    );
    const memory = createMemoryStore();
    const store = concealingStore(memory, concealer);
    expect(await secrets.read('LLM_API_KEY')).toBe(SECRET);
    expect(await secrets.cronSecrets()).toEqual([`cron-${SECRET}`]);
    const at = new Date(5);
    const same = { at, list: [1, { deep: 'text' }], nothing: null };
    await store.commit([
      { op: 'create', path: 'a/1', data: { ...same, list: [`x ${SECRET}`, { deep: SECRET }] } },
      { op: 'set', path: 'a/2', data: same },
    ]);
    await store.commit([{ op: 'update', path: 'a/2', fields: { 'map.of': SECRET, count: new Increment(2) } }]);
    const all = [];
    for await (const { data } of memory.subtree.documents('a', null)) all.push(data);
    expect(all).toEqual([
      { at, list: ['x <omitted>', { deep: '<omitted>' }], nothing: null },
      { ...same, map: { of: '<omitted>' }, count: 2 },
    ]);
    expect(concealer.value(same)).toBe(same);
  });

  it('leaves no piece of itself among the words that an execution is found by', async () => {
    const concealer = createConcealer();
    concealer.add('123456:AAb-Cd,pa55word==');
    const memory = createMemoryStore();
    const store = concealingStore(memory, concealer);
    const event = { order: 'A-1042', echo: '123456:AAb-Cd,pa55word==' };
    const terms = ['restock', 'a-1042', '1042', '123456', 'aab-cd', 'pa55word'];
    const data = { playbookName: 'Restock', contextJson: JSON.stringify(event), terms };
    const plain = { ...data, contextJson: '{}' };
    await store.commit([
      { op: 'create', path: 'a/1', data },
      { op: 'create', path: 'a/2', data: plain },
    ]);
    const all = [];
    for await (const { data: one } of memory.subtree.documents('a', null)) all.push(one);
    const contextJson = JSON.stringify({ ...event, echo: '<omitted>' });
    expect(all).toEqual([{ ...data, contextJson, terms: ['restock', 'a-1042', '1042'] }, plain]);
  });
});
