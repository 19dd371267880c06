import { describe, expect, it } from 'vitest';
import { trustLook, trustWords } from './trust-words.ts';

const none = { approved: 0, edited: 0, rejected: 0, expired: 0, done: 0, escalated: 0 };

describe('earned trust', () => {
  it.each([
    [none, 'Too early to say', 'Nobody has been asked for anything in the last 90 days.'],
    [{ ...none, approved: 4 }, 'Too early to say', 'People said yes 4 times.'],
    [
      { ...none, approved: 7, edited: 2, rejected: 1 },
      'Well trusted',
      'People said yes 9 times, 2 of them after a change and no once.',
    ],
    [
      { ...none, edited: 3, rejected: 2, expired: 1 },
      'Mostly trusted',
      'People said yes 3 times, each time after a change and no twice. 1 question got no answer.',
    ],
    [
      { ...none, rejected: 5, done: 1_200, escalated: 1 },
      'Often refused',
      'People said no 5 times. 1,200 tasks done. 1 task needed a person.',
    ],
  ])('is said in words: %j', (trust, word, words) => {
    expect(trustLook(trust).word).toBe(word);
    expect(trustWords(trust)).toBe(words);
  });
});
