import { describe, expect, it } from 'vitest';
import {
  installsWords,
  placeOf,
  priceWords,
  ratingWords,
  readPrice,
  takenOutWords,
  waitingWords,
} from './gallery-words.ts';

describe('a price', () => {
  it.each([
    [null, 'Free'],
    [{ amount: 900, currency: 'USD' }, '$9'],
    [{ amount: 1_250, currency: 'EUR' }, '€12.50'],
    [{ amount: 100_000, currency: 'GBP' }, '£1,000'],
  ] as const)('is said: %j', (price, words) => {
    expect(priceWords(price)).toBe(words);
  });

  it.each([
    ['9', 900],
    [' 9.5 ', 950],
    ['12,50', 1_250],
    ['0.99', 99],
    ['', null],
    ['9.999', null],
    ['-9', null],
    ['nine', null],
    ['99999', null],
  ])('is read: %j', (text, amount) => {
    expect(readPrice(text)).toBe(amount);
  });
});

describe('what others think of it', () => {
  it('is said in few words', () => {
    expect(ratingWords(null, 0)).toBe('Not rated yet');
    expect(ratingWords(4.25, 1)).toBe('4.3 of 5, 1 rating');
    expect(ratingWords(4, 1_200)).toBe('4.0 of 5, 1,200 ratings');
    expect([0, 1, 1_200].map(installsWords)).toEqual([
      'Nobody has installed it yet',
      'Installed once',
      'Installed 1,200 times',
    ]);
  });
});

describe('an item of one’s own', () => {
  it('says what waits beside what is shown', () => {
    expect(waitingWords({ status: 'pending', waiting: 1, version: null })).toBeNull();
    expect(waitingWords({ status: 'published', waiting: null, version: 2 })).toBeNull();
    expect(waitingWords({ status: 'published', waiting: 3, version: 2 })).toBe(
      'Version 3 waits for a moderator; version 2 is shown until then.',
    );
  });
});

describe('what is taken out', () => {
  const label = () => 'Recipient';
  it.each([
    ['steps.notify.params.to', { stepId: 'notify', field: 'to' }],
    ['onFailure.tell', { stepId: 'tell', field: null }],
    ['steps.0.params.to', { stepId: null, field: 'to' }],
    ['description', { stepId: null, field: null }],
  ])('is at %s', (path, place) => {
    expect(placeOf(path)).toEqual(place);
  });

  it('is said with where it was, and what is asked instead', () => {
    expect(takenOutWords({ path: 'steps.notify.params.to', what: 'email', input: 'to' }, label)).toBe(
      'An e-mail address in the step notify. Whoever installs it is asked instead: Recipient.',
    );
    expect(takenOutWords({ path: 'description', what: 'name', input: null }, label)).toBe('A name. It is left out.');
  });
});
