import { describe, expect, it } from 'vitest';
import { conditionWords } from './condition-words.ts';

describe('a condition in words', () => {
  it.each([
    ['{{money_mike.price_gap}} > 10', 'Money Mike’s price gap is above 10 %'],
    ['steps.scan.productCount >= 1 && pops.ok == true', 'product count of scan is at least 1 and Pops’s ok is yes'],
    ['fallback(steps.look.balanceDue, 0) <= 0', 'balance due of look is at most 0'],
    ['fallback(money_mike.worst.competitor, "") != ""', 'Money Mike’s worst competitor is not empty'],
    ['size(steps.groups.people) > 0', 'the number of people of groups is above 0'],
    ['!steps.look.isHealthy', 'look is not healthy'],
    ['steps.notice.began', 'began of notice is yes'],
    ['!has(event.note)', 'the event’s note is not there'],
    ['event.type in ["a", "b"]', 'the event’s type is one of “a”, “b”'],
    ['!event.title.contains("sale")', 'the event’s title does not contain “sale”'],
    ['event.at != null', 'the event’s at is there'],
    ["org.name == 'a'", 'your business’s name is “a”'],
  ])('says %s', (condition, words) => {
    expect(conditionWords(condition)).toBe(words);
  });
  it('keeps what belongs together in brackets', () => {
    expect(conditionWords('item.quantity < 5 && (item.name == "a" || inputs.strict)')).toBe(
      'the item’s quantity is below 5 and (the item’s name is “a” or strict is yes)',
    );
  });
  it.each([
    'steps.find.items.exists(i, i.quantity < 2)',
    'now < timestamp("2026-11-23T14:00:00Z")',
    'event.a + 1 > 2',
    '!(event.a > 1)',
    'event.a >',
    '(event.a',
    '',
  ])('leaves as it is written: %s', (condition) => {
    expect(conditionWords(condition)).toBeNull();
  });
});
