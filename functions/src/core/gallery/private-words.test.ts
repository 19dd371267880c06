import { describe, expect, it } from 'vitest';
import {
  EMAIL,
  hostOf,
  isPrivateAddress,
  isSecretName,
  KEY,
  PHONE,
  randomWords,
  wordsPattern,
} from './private-words.ts';

const found = (pattern: RegExp, text: string) => text.match(pattern) ?? [];

describe('what looks private', () => {
  it.each([
    ['ada@shop.example and o’b@x.co', EMAIL, ['ada@shop.example', 'b@x.co']],
    ['at 9:00, @everyone, 5 @ 3', EMAIL, []],
    ['+49 30 901820 or (555) 010-9999', PHONE, ['+49 30 901820', '(555) 010-9999']],
    ['2026-11-22, 1,000,000.00, 192 of 300, +5 %', PHONE, []],
    ['0 9 * * 1-5 and 10.0.0.1', PHONE, []],
    ['whsec_abcdefgh and ghp_0123456789abcdef0', KEY, ['whsec_abcdefgh', 'ghp_0123456789abcdef0']],
    ['risk_live_up, task-list-of-a-long-name', KEY, []],
    ['Bearer {{inputs.key}}', KEY, []],
  ])('in “%s”', (text, pattern, expected) => {
    expect(found(pattern, text)).toEqual(expected);
  });

  it('is a word of chance, and none that people put together', () => {
    expect(randomWords('id 1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms')).toHaveLength(1);
    expect(randomWords('weekly_report_for_all_shops_2026 aaaaaaaaaaaaaaaaaaaaaaaaa1 internationalization12')).toEqual(
      [],
    );
  });

  it('is an address that is one’s own, within, or lets in', () => {
    const hosts = ['thrive.example'];
    const own = [
      'https://Thrive.example',
      'https://a.thrive.example/x',
      'http://localhost:3000',
      'http://[::1]/',
      'https://x.local/',
    ];
    const open = ['https://me:pw@x.example/', 'https://x.example/?token=1', 'https://discord.com/api/webhooks/1/x'];
    for (const one of [...own, ...open]) expect([one, isPrivateAddress(one, hosts)]).toEqual([one, true]);
    for (const one of ['https://notthrive.example', 'https://docs.example/tokens', 'https://x.example/?page=2']) {
      expect([one, isPrivateAddress(one, hosts)]).toEqual([one, false]);
    }
    expect(hostOf('https://User:pw@Shop.example:8080/x')).toBe('shop.example');
  });

  it('is what stands under a name of a secret', () => {
    expect(['Authorization', 'api_key', 'accessKey', 'password', 'clientSecret'].map(isSecretName)).not.toContain(
      false,
    );
    expect(['maxTokens', 'keyword', 'author', 'key'].map(isSecretName)).not.toContain(true);
  });

  it('is a name by itself, whatever signs are in it', () => {
    expect(wordsPattern('A. B+ (C)').test('by A. B+ (C) and')).toBe(true);
    expect(wordsPattern('Olive').test('Olives')).toBe(false);
  });

  it('is looked for in no time, whatever is written', () => {
    const long = `${'a'.repeat(100_000)} ${'+1'.repeat(20_000)} ${'eyJ-'.repeat(20_000)} ${'.'.repeat(50_000)}@`;
    const looked = [EMAIL, PHONE, KEY].map((pattern) => found(pattern, long).length);
    expect([looked, randomWords(long).length]).toEqual([expect.any(Array), expect.any(Number)]);
  });
});
