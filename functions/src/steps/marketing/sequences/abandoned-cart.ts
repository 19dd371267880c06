import type { Draft } from './draft.ts';

export const abandonedCart: readonly Draft[] = [
  {
    day: 0,
    rank: 1,
    subject: 'You left something behind, {first_name|friend}',
    preview: 'We have kept it for you',
    body: 'you were nearly there: {product} is still waiting in your cart. We have kept it for you.\n\nDid something go wrong? Answer this mail, and we will sort it out.',
  },
  {
    day: 1,
    rank: 2,
    subject: 'Any questions about {product}?',
    preview: 'We have answers',
    body: 'often it is one small question that keeps people from ordering: does it fit, when does it come, can it go back?\n\nAsk us. We answer quickly, and honestly.',
  },
  {
    day: 3,
    rank: 3,
    subject: 'A little help to decide',
    preview: 'For what is in your cart',
    body: 'perhaps this makes it easier: {offer}\n\nIt holds for what is in your cart, for the next three days.',
  },
  {
    day: 5,
    rank: 5,
    subject: 'What others say about it',
    preview: 'In their own words',
    body: 'you are not the first to think twice about {product}. Most of those who did take it tell us the same: they wish that they had done it earlier.\n\nYour cart is still there.',
  },
  {
    day: 6,
    rank: 4,
    subject: 'Your cart is about to be emptied',
    preview: 'Today is the last day',
    body: 'we cannot keep {product} for you for ever: tonight your cart is emptied, and the offer ({offer}) ends.\n\nOne click, and it is yours.',
  },
  {
    day: 10,
    rank: 6,
    subject: 'Not the right thing?',
    preview: 'There may be something better',
    body: 'perhaps {product} was not quite it. Tell us what you were looking for, and we will say what we would take in your place.\n\nNo obligation at all.',
  },
  {
    day: 20,
    rank: 7,
    subject: 'Back when you are',
    preview: 'No more reminders',
    body: 'this is the last time that we remind you of it. If you come back to {business} one day, we will be glad.\n\nUntil then: all the best.',
  },
];
