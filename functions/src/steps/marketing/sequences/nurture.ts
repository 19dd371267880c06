import type { Draft } from './draft.ts';

export const nurture: readonly Draft[] = [
  {
    day: 0,
    rank: 1,
    subject: 'A good beginning with {product}',
    preview: 'What helps most at the start',
    body: 'you have been looking at {product}, so here is what helps most people at the start: know what you want it for. Everything else follows from that.\n\nTell us in one line what you have in mind, and we will point you in the right direction.',
  },
  {
    day: 3,
    rank: 2,
    subject: 'Three things to look at before you choose',
    preview: 'A short list',
    body: 'before you choose, look at these three:\n\n- does it fit what you need now, not what you may need one day?\n- who helps you when something is unclear?\n- what does it cost in all, and not only at the beginning?\n\nWe answer all three openly for {product}.',
  },
  {
    day: 7,
    rank: 4,
    subject: 'A mistake that is easy to avoid',
    preview: 'And what to do instead',
    body: 'the mistake that we see most with {product} is to want everything at once. It is better to begin with one thing, see how it goes, and go on from there.\n\nIf you like, we tell you which one thing that would be for you.',
  },
  {
    day: 11,
    rank: 3,
    subject: 'How others went about it',
    preview: 'A story from {business}',
    body: 'many who came to {business} were where you are now: interested, and not quite sure. What helped was to talk about it once, without any obligation.\n\nWould that help you, too? Answer this mail with a time that suits you.',
  },
  {
    day: 16,
    rank: 6,
    subject: 'The questions that come up now',
    preview: 'With short answers',
    body: 'by now there are usually two questions about {product}: is it worth it, and what if it is not for me?\n\nThe first depends on what you need; we will tell you honestly. The second is easy: then we find something else, or nothing at all.',
  },
  {
    day: 21,
    rank: 5,
    subject: 'Something to make it easier',
    preview: 'For you, for a first try',
    body: 'you have read along for three weeks. To make the first step easier there is something for you: {offer}\n\nAnswer this mail, and it is yours.',
  },
  {
    day: 28,
    rank: 7,
    subject: 'Shall we stay in touch, {first_name|friend}?',
    preview: 'You decide',
    body: 'this is the last mail of this kind. If {product} is still on your mind, write to us at any time: we will be here.\n\nAnd if you have decided against it, tell us why. It helps us to get better.',
  },
];
