import { means, type Parser } from '../grammar.ts';
import type { Mention, SubjectWords } from './subject-words.ts';

const mention: Parser<Mention> = means(
  { subject: 'feed', count: null },
  'the|a|an|our|my|this|that|new|latest|rss|atom|news|blog* feed|feeds',
  'the|an|a? rss|atom feed|feeds|reader?',
  'the|new|latest? entries|entry|posts|items|headlines|articles|whats|news|new|stories in|on|from|of|at the|this|that? rss|news|blog|atom? feed|rss|blog',
);

export const feed: SubjectWords = { subject: 'feed', mention, happening: null, condition: null };
