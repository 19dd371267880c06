import type { Draft } from './draft.ts';

export const winBack: readonly Draft[] = [
  {
    day: 0,
    rank: 1,
    subject: 'We miss you, {first_name|really}',
    preview: 'It has been a while',
    body: 'it has been a while since you were with us, and we noticed. Things have gone on here: there is news about {product}, and we think you would like some of it.\n\nIf something was not right last time, answer this mail. We want to put it right.',
  },
  {
    day: 4,
    rank: 3,
    subject: 'What is new at {business}',
    preview: 'Since you were here last',
    body: 'in case you wonder what you have missed: we have looked at {product} again, listened to what customers told us, and changed a few things.\n\nCome and see. It takes five minutes, and we will gladly show you around.',
  },
  {
    day: 8,
    rank: 2,
    subject: 'Something to come back for',
    preview: 'An offer for old friends',
    body: 'we would like to see you again, so here is something that only former customers get: {offer}\n\nAnswer this mail and it is yours.',
  },
  {
    day: 13,
    rank: 5,
    subject: 'Was it something we did?',
    preview: 'Tell us, honestly',
    body: 'when good customers stay away, there is mostly a reason. Price? Choice? Something that somebody said?\n\nTell us in one sentence. We cannot promise to change everything, but we do promise to read it.',
  },
  {
    day: 18,
    rank: 6,
    subject: 'Others have come back',
    preview: 'And here is why',
    body: 'some of our best customers were away for a while. Most came back for the same two reasons: they could not find {product} like ours elsewhere, and they missed being asked how they are.\n\nBoth still hold.',
  },
  {
    day: 24,
    rank: 4,
    subject: 'Last call for your offer',
    preview: 'It ends in two days',
    body: 'a short reminder: your offer ({offer}) ends in two days. After that we will not bother you with it again.\n\nAnswer this mail if you want us to keep it for you.',
  },
  {
    day: 30,
    rank: 7,
    subject: 'Shall we stop writing?',
    preview: 'Your choice',
    body: 'we do not want to fill your inbox. If you would rather not hear from us, there is a link below: one click, and that is it.\n\nIf you stay, we promise to write only when it is worth it.',
  },
];
