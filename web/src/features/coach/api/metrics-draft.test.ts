import type { Insight } from '@model/insight.ts';
import { describe, expect, it } from 'vitest';
import {
  askedFor,
  fading,
  figuresOfDay,
  gainWords,
  inputText,
  lastBefore,
  othersThan,
  readDraft,
  remedyOf,
  sizeWords,
  tableText,
} from './metrics-draft.ts';

const place = { locale: 'en-US', currency: 'USD' };
const german = { locale: 'de-DE', currency: 'EUR' };
const days = [
  { date: '2026-11-09', figures: { cash: 7_000, dso: 12 } },
  { date: '2026-11-16', figures: { cash: 6_000 } },
];

describe('figures that were written down', () => {
  it('are those of days, as far as they can be figures', () => {
    const data = { cash: 5, refundRate: 12, netMargin: null, payables: '3', note: 'x', lastWrite: {} };
    expect(figuresOfDay('2026-11-09', data)).toEqual([{ date: '2026-11-09', figures: { cash: 5 } }]);
    expect(figuresOfDay('daily_revenue_2026-11-09', { cash: 5 })).toEqual([]);
    expect([figuresOfDay('2026-11-09', { value: 1 }), figuresOfDay('2026-11-09', null)]).toEqual([[], []]);
  });

  it('hint at what they were the last time', () => {
    expect(lastBefore('cash', '2026-11-23', days)).toEqual({ date: '2026-11-16', value: 6_000 });
    expect(lastBefore('cash', '2026-11-16', days)).toEqual({ date: '2026-11-09', value: 7_000 });
    expect(lastBefore('netMargin', '2026-11-23', days)).toBeNull();
  });

  it('fade after a month, which is told a week before', () => {
    const told = [{ date: '2026-10-26', figures: { payables: 5, dso: 3 } }, ...days];
    expect(fading(told, '2026-11-19')).toEqual([]);
    expect(fading(told, '2026-11-20')).toEqual([{ name: 'payables', until: '2026-11-26' }]);
    expect(fading(told, '2026-11-26')).toEqual([{ name: 'payables', until: '2026-11-26' }]);
    expect(fading(told, '2026-11-27')).toEqual([]);
  });

  it('are asked for with what is missing, and never where they follow from others', () => {
    const missing = [
      { figures: ['runwayDays'] },
      { figures: ['revenueGrowth'] },
      { figures: ['efficiency'] },
    ] as unknown as Insight['missing'];
    const asked = askedFor(missing, days);
    expect(asked.slice(0, 2)).toEqual(['cash', 'monthlyBurn']);
    expect(asked.slice(6)).toEqual(['revenuePrev30', 'efficiency', 'dso']);
    const others = othersThan(asked);
    expect(others).toContain('orders30');
    for (const name of ['cash', 'dso', 'runwayDays', 'revenueGrowth']) expect(others).not.toContain(name);
  });
});

describe('a draft', () => {
  it('shows figures as they are read back', () => {
    for (const where of [place, german]) {
      for (const value of [0, 12_400.5, 1_234.57, -350]) {
        const draft = { cash: inputText('cash', value, where) };
        expect(readDraft(draft, {}, where).figures).toEqual({ cash: value });
      }
      for (const value of [0.125, -0.035, 0.07]) {
        const draft = { netMargin: inputText('netMargin', value, where) };
        expect(readDraft(draft, {}, where).figures).toEqual({ netMargin: value });
      }
    }
    expect(inputText('cash', 12_400.5, german)).toBe('12400,5');
    expect(inputText('netMargin', 0.07, place)).toBe('7 %');
  });

  it('says what is to be written, what is taken back, and what cannot be read', () => {
    const known = { cash: 5_000, payables: 70 };
    expect(readDraft({ cash: '$6,000', payables: ' ', dso: '', netMargin: '12' }, known, place)).toEqual({
      figures: { cash: 6_000, payables: null },
      problems: { netMargin: 'Write 12 % or 0.12' },
    });
  });
});

describe('words', () => {
  it('say what would change, and how', () => {
    expect([gainWords(21), gainWords(12.5), gainWords(0.6)]).toEqual([
      ...['up to 21 points', 'up to 13 points', 'up to 1 point'],
    ]);
    expect(remedyOf('Runway is not known, which is up to 21 points. Write down your cash.')).toBe(
      'Write down your cash.',
    );
    expect(remedyOf('Write it down.')).toBe('Write it down.');
    expect(sizeWords([{ changes: [1] }])).toBe('1 day with 1 figure');
    expect(sizeWords([{ changes: [1, 2] }, { changes: [1] }])).toBe('2 days with 3 figures');
  });

  it('of a table are read as they were written', () => {
    expect(tableText(new TextEncoder().encode('5 €').buffer as ArrayBuffer)).toBe('5 €');
    expect(tableText(new Uint8Array([0x35, 0x20, 0x80]).buffer)).toBe('5 €');
  });
});
