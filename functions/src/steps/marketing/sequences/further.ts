import type { Draft } from './draft.ts';

/** What goes on where the drafts of a kind end; `day` counts from the last of them. They fit every kind. */
export const further: readonly Draft[] = [
  {
    day: 7,
    rank: 8,
    subject: 'One more idea about {product}',
    preview: 'Short, and worth a try',
    body: 'one more idea before we leave you in peace: look at {product} with the eyes of somebody who sees it for the first time. What would he ask?\n\nSend us the first question that comes to mind. We collect them, and answer each.',
  },
  {
    day: 14,
    rank: 9,
    subject: 'Your opinion, in one line',
    preview: 'It takes less than a minute',
    body: 'what is the one thing that {business} should do differently? One line is enough, and it is read by a person.\n\nAs a thank-you: {offer}',
  },
  {
    day: 21,
    rank: 10,
    subject: 'We are here when you need us',
    preview: 'Keep this mail',
    body: 'keep this mail for the day on which you have a question about {product}. Answer it then, and you are with the right people at once.\n\nUntil then: all the best from everybody at {business}.',
  },
];
