import { describe, expect, it } from 'vitest';
import { readUnsubscribe, signUnsubscribe, unsubscribeId } from './unsubscribe.ts';

const claim = { orgId: 'acme', id: unsubscribeId('acme', 'ada@example.com'), executionId: 'e'.repeat(52) };

describe('a link to unsubscribe by', () => {
  it('says whose it is, and fits into an address', () => {
    const token = signUnsubscribe('key', claim);
    expect(readUnsubscribe('key', token)).toEqual(claim);
    expect(encodeURIComponent(token)).toBe(token);
    expect(Buffer.from(token, 'base64url').toString()).not.toContain('ada');
  });

  it('is none when it is of another key, changed, cut or made up', () => {
    const token = signUnsubscribe('key', claim);
    const [body = '', mac = ''] = token.split('.');
    const other = Buffer.from(JSON.stringify(['other', claim.id, claim.executionId])).toString('base64url');
    const forged = [`${other}.${mac}`, `${body}.`, body, '', '.', `${token}.x`, token.slice(0, -2), `x${token}`];
    expect(forged.map((one) => readUnsubscribe('key', one))).toEqual(forged.map(() => null));
    expect(readUnsubscribe('another', token)).toBeNull();
  });

  it('is the same for an address however it is written, and another one in another business', () => {
    expect(unsubscribeId('acme', ' ADA@Example.com ')).toBe(claim.id);
    expect(unsubscribeId('other', 'ada@example.com')).not.toBe(claim.id);
  });
});
