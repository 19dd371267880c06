import { ENDLESS_DAYS } from '@model/figures.ts';
import { expect, it } from 'vitest';
import { changeText, dayText, figureText, namedFigure, scoreLook, scoreTone, verdictOf } from './coach-words.ts';

const place = { locale: 'en-US', currency: 'EUR' };

it('says figures in their unit, and what is not known not at all', () => {
  expect(namedFigure('cash', 1_234.5, place)).toBe('€1,235');
  expect(namedFigure('netMargin', -0.06, place)).toBe('-6%');
  expect(namedFigure('cash', null, place)).toBeNull();
  expect(figureText('days', ENDLESS_DAYS, place)).toBe('no end in sight');
});

it('says by how much something moved', () => {
  expect(changeText('money', { before: 1_000, now: 2_200 }, place)).toBe('up €1,200');
  expect(changeText('share', { before: 0.12, now: 0.09 }, place)).toBe('down 3 points');
  expect(changeText('share', { before: 0.1, now: 0.11 }, place)).toBe('up 1 point');
  expect(changeText('count', { before: 4, now: 4 }, place)).toBe('as it was');
  expect(changeText('days', { before: 60, now: ENDLESS_DAYS }, place)).toBe('up');
});

it('knows good news from bad by the figure', () => {
  const up = { before: 1, now: 2 };
  expect(verdictOf(up, 'up')).toBe('better');
  expect(verdictOf(up, 'down')).toBe('worse');
  expect(verdictOf(up, null)).toBe('moved');
  expect(verdictOf({ before: 2, now: 2 }, 'down')).toBe('same');
});

it('sees a score in three tones', () => {
  expect([0, 39, 40, 69, 70, 100].map(scoreTone)).toEqual(['bad', 'bad', 'warn', 'warn', 'good', 'good']);
});

it('names days as the calendar has them, wherever one is', () => {
  expect(dayText('2026-11-01')).toBe('Nov 1');
  expect(dayText('2026-11-01', true)).toBe('Nov 1, 2026');
});

it('says nothing bad of a business of which little is known', () => {
  expect(scoreLook({ score: 3, known: 21 })).toEqual({ tone: 'neutral', word: 'Too little is known' });
  expect(scoreLook({ score: 45, known: 49 })).toEqual({ tone: 'warn', word: 'Could be better' });
  expect(scoreLook({ score: 3, known: 50 })).toEqual({ tone: 'bad', word: 'Needs your care' });
  expect(scoreLook({ score: 88, known: 100 })).toEqual({ tone: 'good', word: 'In good health' });
});
