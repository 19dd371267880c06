import type { Draft } from './draft.ts';

export const reEngagement: readonly Draft[] = [
  {
    day: 0,
    rank: 1,
    subject: 'Are we still of use to you, {first_name|friend}?',
    preview: 'We have not heard from you for a while',
    body: 'it has been a while since you last opened a mail of ours. That is fine; we only want to send what is of use.\n\nWhat would you like to hear about: news of {product}, tips, or offers? One word as an answer is enough.',
  },
  {
    day: 4,
    rank: 3,
    subject: 'What is new at {business}',
    preview: 'In three lines',
    body: 'what has happened since you last looked in:\n\n- there is news about {product}\n- much of what you told us has been mended\n- whoever writes gets an answer within a day\n\nCome and have a look.',
  },
  {
    day: 9,
    rank: 2,
    subject: 'Something to come back for',
    preview: 'Only for those whom we have missed',
    body: 'we would like to see you again. So there is something for you: {offer}\n\nAnswer this mail to have it.',
  },
  {
    day: 14,
    rank: 5,
    subject: 'The most read of what you have missed',
    preview: 'A short look back',
    body: 'if you read only one thing of us this month, read this: what people ask most about {product}, and what we answer.\n\nAsk your own question, and you get an answer from a person.',
  },
  {
    day: 19,
    rank: 6,
    subject: 'Less mail, if you like',
    preview: 'Once a month is possible, too',
    body: 'perhaps we wrote too often. Answer with “less”, and you will hear of {product} once a month at most. Answer with “all”, and all stays as it is.',
  },
  {
    day: 25,
    rank: 4,
    subject: 'Shall we stop?',
    preview: 'We do not want to be a bother',
    body: 'we have written a few times and heard nothing. If you would like to stay, answer this mail or click anything in it.\n\nIf not, we will soon stop by ourselves.',
  },
  {
    day: 32,
    rank: 7,
    subject: 'Goodbye, and thank you',
    preview: 'You can come back at any time',
    body: 'this is our last mail for now. Thank you for having been with {business}.\n\nShould you want to know more about {product} one day, one mail is enough and we are there.',
  },
];
