import { describe, expect, it } from 'vitest';
import { withMention } from '../../../lib/use-mention.ts';
import { mentionAt } from './mention.ts';

const at = (text: string) => mentionAt(text, text.length);

describe('mentionAt', () => {
  it.each([
    ['@', ['craig', 'ezal', 'pops', 'money_mike']],
    ['@c', ['craig']],
    ['ask @MO', ['money_mike']],
    ['ask @mike', ['money_mike']],
    ['ask @Money M', ['money_mike']],
  ])('%s', (text, agents) => {
    expect(at(text)?.options).toEqual(agents);
  });

  it.each(['', 'mail sam@', 'sam@craig', '@zoe', '@Craig hello', '@Craig, ', 'at 5'])('nobody: %j', (text) => {
    expect(at(text)).toBeNull();
  });

  it('is only what stands before the caret', () => {
    expect(mentionAt('@cr every day', 3)).toEqual({ from: 0, options: ['craig'] });
    expect(mentionAt('@cr every day', 0)).toBeNull();
  });
});

describe('withMention', () => {
  it('puts the whole name, a space, and the caret behind it', () => {
    const text = 'hello @mi every day';
    const mention = mentionAt(text, 9);
    expect(mention && withMention(text, 9, mention, 'Money Mike')).toEqual({
      text: 'hello @Money Mike every day',
      caret: 18,
    });
  });
});
