import type { Draft } from './draft.ts';

export const reviewRequest: readonly Draft[] = [
  {
    day: 0,
    rank: 3,
    subject: 'Thank you for your order, {first_name|friend}',
    preview: 'A word from {business}',
    body: 'thank you for choosing {product} from {business}. We hope that you like it as much as we do.\n\nIs anything not as it should be? Answer this mail before you do anything else: we will put it right.',
  },
  {
    day: 5,
    rank: 1,
    subject: 'How do you like it?',
    preview: 'Two sentences are enough',
    body: 'you have had {product} for a few days now. How do you like it?\n\nWrite us two sentences. If you are happy, say it where others can read it, too: it is the best help that a small business can get.',
  },
  {
    day: 9,
    rank: 2,
    subject: 'A minute for {business}?',
    preview: 'It helps more than you think',
    body: 'people who look for {product} read what others say before they come. A review of yours, good or critical, helps them, and us.\n\nIt takes a minute.',
  },
  {
    day: 14,
    rank: 4,
    subject: 'Getting more out of {product}',
    preview: 'Three small tips',
    body: 'three things that customers have told us:\n\n- read the short instructions once more; there is a good idea on the second page\n- take good care of it, and it lasts twice as long\n- ask us when something is unclear',
  },
  {
    day: 21,
    rank: 5,
    subject: 'What goes well with it',
    preview: 'Picked for you',
    body: 'many who have {product} come back for something that goes with it. Tell us how you use it, and we will tell you what we would take.\n\nAnd for your next visit: {offer}',
  },
  {
    day: 28,
    rank: 6,
    subject: 'Do you know somebody?',
    preview: 'Tell a friend',
    body: 'if {product} has been good for you, perhaps you know somebody for whom it would be good, too. Pass this mail on.\n\nWe will treat them as we treat you.',
  },
  {
    day: 45,
    rank: 7,
    subject: 'Time for a refill?',
    preview: 'Whenever you like',
    body: 'about now many of our customers come back. There is no hurry: we only wanted to say that {product} is there when you need it.\n\nSee you soon at {business}.',
  },
];
