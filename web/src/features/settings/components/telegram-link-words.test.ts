import { describe, expect, it } from 'vitest';
import { linkedWords, startWords } from './telegram-link-words.ts';

describe('the link to a Telegram chat', () => {
  it('says what to write, and that it has arrived', () => {
    expect(startWords({ code: 'Ab_1-' })).toBe('/start Ab_1-');
    expect(linkedWords({ bot: 'shop_bot' }, true)).toBe('Linked to @shop_bot.');
    expect(linkedWords({ bot: 'shop_bot' }, false)).toBe(
      'Linked to @shop_bot. Now choose above what comes by Telegram.',
    );
  });
});
