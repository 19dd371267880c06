import { means, type Parser } from '../grammar.ts';
import type { Mention, SubjectWords } from './subject-words.ts';

const box = 'inbox|mailbox|inboxes|mailboxes|postbox';
const mails = 'mail|mails|email|emails|messages';
const mention: Parser<Mention> = means(
  { subject: 'inbox', count: null },
  `the|our|my|in|into|at|support|shared|company? ${box}`,
  `the|any|all|my|our? new|unread|incoming|unanswered|todays|recent ${mails} in|from the|my|our? ${box}`,
  `the|any|all|my|our? new|unread|incoming|unanswered|todays|recent ${mails}`,
  `${mails} that|which comes|come|came in`,
  `${mails} in the|my|our ${box}`,
  `read|check|scan|look|go at|through|for? the|my|our? ${mails}`,
);

export const inbox: SubjectWords = { subject: 'inbox', mention, happening: null, condition: null };
