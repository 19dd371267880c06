import { expect, it } from 'vitest';
import { leftOf } from './quick-questions.ts';

const QUESTIONS = ['Who owes me most?', 'Which invoices are oldest?'];

it('leaves the questions that nobody has asked', () => {
  expect(leftOf(QUESTIONS, [])).toEqual(QUESTIONS);
  expect(leftOf(QUESTIONS, ['hello', 'who owes me most'])).toEqual(['Which invoices are oldest?']);
  expect(leftOf(QUESTIONS, [' Who owes me most? ', 'Which invoices are oldest?'])).toEqual([]);
});
