import type { Draft } from './draft.ts';

export const onboarding: readonly Draft[] = [
  {
    day: 0,
    rank: 1,
    subject: 'Let us get you started, {first_name|welcome}',
    preview: 'Your first step takes five minutes',
    body: 'good to have you with us. To get the most out of {product}, begin with one small step today: set aside five minutes, and try it once.\n\nIf you get stuck, answer this mail. Somebody from {business} will help you.',
  },
  {
    day: 1,
    rank: 2,
    subject: 'Step 2: make it yours',
    preview: 'What fits you best',
    body: 'you have had a first look at {product}. Now make it fit: think of what you want to get out of it, and tell us in one sentence.\n\nWe will tell you what has worked for others with the same aim.',
  },
  {
    day: 3,
    rank: 4,
    subject: 'Three mistakes that everybody makes once',
    preview: 'You do not have to',
    body: 'most people who begin with {product} make the same three mistakes:\n\n- they want too much at once\n- they do not ask when something is unclear\n- they give up a day before it gets easy\n\nNow you know them, and may skip them.',
  },
  {
    day: 5,
    rank: 3,
    subject: 'Is everything all right?',
    preview: 'We are here if not',
    body: 'five days in: how is it going with {product}? If all is well, you need not do anything.\n\nIf not, answer this mail and say what is in the way. That is what we are here for.',
  },
  {
    day: 8,
    rank: 5,
    subject: 'A tip from those who are further',
    preview: 'A small habit that helps',
    body: 'those who get the most out of {product} have one thing in common: a fixed time for it. It need not be long. It has to be regular.\n\nPick yours today.',
  },
  {
    day: 12,
    rank: 7,
    subject: 'What else you can do',
    preview: 'The next level',
    body: 'you know the basics by now. There is more to {product} than most people ever find out.\n\nAsk us what the next step would be for you. It may be smaller than you think.',
  },
  {
    day: 20,
    rank: 6,
    subject: 'Look how far you have come',
    preview: 'And what is next',
    body: 'three weeks ago you began. Take a minute to see what has changed since.\n\nIf {product} has helped you, tell a friend about {business}. And for you there is this: {offer}',
  },
];
