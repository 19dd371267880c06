import type { Draft } from './draft.ts';

export const promotion: readonly Draft[] = [
  {
    day: 0,
    rank: 4,
    subject: 'Something is coming at {business}',
    preview: 'You are among the first to know',
    body: 'in two days we begin something that we have not done for a while. It is about {product}, and those who get this mail hear of it first.\n\nKeep an eye on your inbox.',
  },
  {
    day: 2,
    rank: 1,
    subject: 'It begins: {offer}',
    preview: 'As long as it lasts',
    body: 'from today: {offer}\n\nIt is for {product}, it holds for one week, and there is no catch. When it is gone, it is gone.',
  },
  {
    day: 3,
    rank: 5,
    subject: 'Which one is right for you?',
    preview: 'A little help with choosing',
    body: 'with {product} it is not about the most expensive one, it is about the right one. Tell us what you need it for, and we will say what we would take.\n\nThe offer ({offer}) holds for all of them.',
  },
  {
    day: 5,
    rank: 3,
    subject: 'What others have picked',
    preview: 'Half-time',
    body: 'half of the week is over, and some favourites have nearly gone. If you have been waiting: this is a good day to stop waiting.\n\n{offer}',
  },
  {
    day: 7,
    rank: 6,
    subject: 'Your questions, answered',
    preview: 'Before it ends',
    body: 'can I change my mind? Yes. Does it hold for what I already have? Ask us. Will it come again? Not soon.\n\nAnything else? Answer this mail.',
  },
  {
    day: 8,
    rank: 2,
    subject: 'Tomorrow it is over, {first_name|friends}',
    preview: 'Last chance',
    body: 'tomorrow evening it ends: {offer}\n\nIf it is for you, now is the time. If not, no hard feelings: there will be other good days at {business}.',
  },
  {
    day: 10,
    rank: 7,
    subject: 'Thank you',
    preview: 'And what comes next',
    body: 'that was it. Thank you to everybody who came, and to everybody who thought about it.\n\nHow was it for you? One sentence helps us make the next one better.',
  },
];
