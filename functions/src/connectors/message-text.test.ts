import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shown } from '../../test/vendors/telegram.ts';
import { escapeDiscord } from './discord.ts';
import { cutText, outsideLinks } from './message-text.ts';
import { escapeMrkdwn } from './slack.ts';
import { escapeMarkdownV2 } from './telegram.ts';
import { segmentsOf } from './twilio.ts';

describe('cutText', () => {
  it('leaves alone what fits', () => {
    expect(cutText('abc', 3)).toEqual({ text: 'abc', isCut: false });
  });

  it('says that it has cut, within the limit', () => {
    expect(cutText('a'.repeat(50), 20)).toEqual({ text: 'aaaaaaaa… (cut here)', isCut: true });
  });

  it('never exceeds the limit and never leaves half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 20, max: 120 }), (text, max) => {
        const cut = cutText(text, max).text;
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('escapes', () => {
  it('leave no character that Slack reads as the beginning of a mention or a link', () => {
    expect(escapeMrkdwn('<!channel> <@U1> <https://evil.example|bank> a && b')).toBe(
      '&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil.example|bank&gt; a &amp;&amp; b',
    );
  });

  it('show any text in Telegram as it was written', () => {
    expect(escapeMarkdownV2('1.5% off! [x](http://e)')).toBe('1\\.5% off\\! \\[x\\]\\(http://e\\)');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 80 }), (text) => {
        expect(shown(escapeMarkdownV2(text))).toBe(text);
        expect(escapeMarkdownV2(text)).not.toMatch(/(?<!\\)(?:\\\\)*[_*[\]()~`>#+\-=|{}.!]/);
      }),
    );
  });

  it('leave no mark to Discord but in web addresses, which stay whole', () => {
    expect(escapeDiscord('**hi** ||x|| <@1> [bank](https://evil.example/a_b_c)')).toBe(
      '\\*\\*hi\\*\\* \\|\\|x\\|\\| \\<\\@1\\> \\[bank\\]\\(https://evil.example/a_b_c)',
    );
    expect(outsideLinks('a https://x.example/_y_ b', (part) => part.toUpperCase())).toBe('A https://x.example/_y_ B');
  });
});

describe('segmentsOf', () => {
  it.each([
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['ж'.repeat(70), 1],
    ['ж'.repeat(71), 2],
    ['🌿'.repeat(35), 1],
    ['Grüße, 5 £', 1],
  ])('counts what %s is billed as', (text, segments) => {
    expect(segmentsOf(text)).toBe(segments);
  });
});
