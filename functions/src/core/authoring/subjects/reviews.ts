import { celOr } from './cel.ts';
import { eventOf } from './event-of.ts';
import { always, figure, texts } from './gauge.ts';
import { isNew, lookAtDocuments } from './look-at.ts';
import type { Subject, SubjectEvent } from './subject.ts';

const usual: Pick<SubjectEvent, 'named' | 'measures' | 'text'> = {
  named: ['source', 'author'],
  measures: { rating: figure('rating', ['stars', 'count'], true), says: texts('text') },
  text: '{{fallback(event.author, "Somebody")}} gave {{event.rating}} {{event.rating == 1 ? "star" : "stars"}}{{has(event.text) ? ": “" + event.text.substring(0, 500) + "”" : "."}}',
};

export const reviews: Subject = {
  id: 'reviews',
  agent: 'craig',
  category: 'customers',
  events: [
    eventOf('review.created', {
      ...usual,
      name: 'New Review',
      words: 'whenever there is a new review',
      title: 'A new review: {{event.rating}} {{event.rating == 1 ? "star" : "stars"}}',
      tells: always,
    }),
    eventOf('review.negative', {
      ...usual,
      name: 'Bad Review Alert',
      words: 'whenever there is a review of two stars or less',
      title: 'A bad review: {{event.rating}} {{event.rating == 1 ? "star" : "stars"}}',
      tells: ({ measure, operator, value }) =>
        measure !== 'rating' ||
        (operator === '<=' && Number(value) <= 2) ||
        (operator === '<' && Number(value) <= 3) ||
        (operator === '==' && Number(value) <= 2),
    }),
  ],
  look: {
    ...lookAtDocuments({ collection: 'reviews', by: 'createdAt', largestFirst: true }),
    name: 'Reviews',
    only: isNew,
    named: ['source', 'author'],
    example: { id: 'r1', author: 'Ada', rating: 4, text: 'Fine', source: 'google' },
    measures: { rating: figure('rating', ['stars', 'count']), says: texts('text') },
    title: 'New reviews',
    line: (it) =>
      `${celOr(`${it}.author`, 'Somebody')} + ": " + string(${it}.rating) + (${it}.rating == 1 ? " star, " : " stars, ") + fallback(${it}.text, "").substring(0, 200)`,
    words: () => 'look at the reviews since the time before',
    one: 'a review',
  },
};
