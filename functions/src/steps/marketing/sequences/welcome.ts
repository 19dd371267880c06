import type { Draft } from './draft.ts';

export const welcome: readonly Draft[] = [
  {
    day: 0,
    rank: 1,
    subject: 'Welcome to {business}',
    preview: 'What you can expect from us',
    body: 'thank you for joining us. From now on you will hear from {business} when there is something worth your time: news about {product}, a good idea now and then, and an offer before everybody else has it.\n\nIs there something you are looking for? Just answer this mail. A person reads it.',
  },
  {
    day: 2,
    rank: 3,
    subject: 'Why we do what we do',
    preview: 'The short story of {business}',
    body: 'before we tell you more about {product}, here is who we are. {business} began with one wish: to offer {product} the way we would want it ourselves. No tricks, fair prices, and somebody who answers.\n\nThat is still how we decide what goes on the shelf and what does not.',
  },
  {
    day: 4,
    rank: 2,
    subject: 'Where most people begin',
    preview: 'Three favourites to start with',
    body: 'with {product} it is easy to lose the overview. Most people who come to us begin like this:\n\n- take one of our favourites and see how you like it\n- ask us what goes with it\n- come back and tell us how it was\n\nTell us what you have in mind, and we will suggest something that fits.',
  },
  {
    day: 7,
    rank: 4,
    subject: 'The questions we hear most',
    preview: 'Short answers about {product}',
    body: 'a few questions about {product} come up every week. What is it that makes a difference? What suits a beginner? And what if it is not right for me?\n\nThe short answer to all of them: ask us. We would rather lose a sale than sell you something that does not fit.',
  },
  {
    day: 10,
    rank: 6,
    subject: 'What others say',
    preview: 'In the words of our customers',
    body: 'we could tell you at length how good {product} is. Our customers do it better: most of them come to {business} because somebody they trust told them to.\n\nIf you have been with us already, tell us how it was. Two sentences help us more than you think.',
  },
  {
    day: 14,
    rank: 5,
    subject: 'A small thank-you, {first_name|for you}',
    preview: 'For your next visit',
    body: 'you have been with us for two weeks now. As a thank-you we have something for your next visit: {offer}\n\nShow this mail, or answer it, and it is yours.',
  },
  {
    day: 21,
    rank: 7,
    subject: 'How are we doing?',
    preview: 'One question, one minute',
    body: 'three weeks are a good time to ask: what could we do better?\n\nOne sentence is enough. Whatever you write is read at {business}, and answered.',
  },
];
