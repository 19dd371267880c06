import { longest, means, type Parser } from '../grammar.ts';
import { condition } from './bounds.ts';
import type { Mention, SaidCondition, SubjectWords } from './subject-words.ts';

const site =
  'site|sites|website|websites|page|pages|webpage|shop|store|server|servers|url|homepage|homepages|one|any|it|its|they|either|both|of|them|the|our|my|that|this|a|s|webshop|domain|link|app|api|portal|landing|each|some|these|those';
const aux = 'is|are|isnt|arent|goes|go|gets|went|was|becomes|ever|been|has|re|found|s|be|suddenly|appears|seems';
const not =
  'not|isnt|arent|wont|doesnt|dont|cant|cannot|no|never|stops|stop|stopped|fails|fail|failed|longer|does|do|can|be|is|are|to|will|couldnt';
const well =
  'up|work|works|working|reachable|online|available|respond|responds|responding|load|loads|loading|running|alive|accessible|reached|opens|open|answer|answers|answering|healthy|ok|okay|fine|live|responsive';

const down: Parser<SaidCondition> = means(
  { ...condition('is_down', '==', { value: 1, unit: 'none', currency: null }) },
  `${site}* ${aux}* down|offline|unreachable|unavailable|dead|broken|inaccessible|unresponsive|kaputt`,
  `${site}* ${aux}* not|isnt|arent|wont|doesnt|dont|cant|cannot|never|stops|stop|stopped|fails|fail|failed|no|couldnt ${not}* ${well} anymore|properly|correctly?`,
  `${site}* is|are|does|do|can|will not|no ${not}* ${well} anymore|properly|correctly?`,
  `${site}* crashes|crashed|dies|breaks|fails|errors`,
  `${site}* times|timed|timing out`,
  `${site}* returns|return|shows|gives|throws|has|have|with* an|any? error|errors|500|404|503`,
  `${site}* has|have|suffers an? outage|downtime`,
  `if|when? not|nothing|no answer|response|reply?`,
  'if it|they is|are|does|do? not',
  'if it|they isnt|arent|doesnt|dont|cant',
  'if|when it|they|one|its|theyre is|are|s? not anymore?',
  'on|in|upon case|of* failure|failures|error|errors|outage|downtime',
  'downtime|outage|outages|failure|failures',
);

const watched =
  'that|whether|if|the|our|my|all|these|both|sites|site|website|page|pages|it|they|them|of|everything|shop';
const mention: Parser<Mention> = longest<Mention>(
  means(
    { subject: 'website', count: null },
    `is|are|stays|stay|remains|s|re* ${'up|reachable|online|available|responding|running|alive|accessible'} and? running?`,
    `make sure|certain ${watched}* is|are|stays|keeps|keep? ${well} and? running?`,
    `check|checking|see|verify|test|tests|confirm ${watched}* is|are|s? ${well}`,
    'uptime|availability|status check|checks|of|monitoring|monitor?',
    'works|work|responds|loads',
    'ping|pings|pinging',
    'our|my|the|a|any|clients|customer? site|sites|website|websites|server|servers|homepage|webshop',
  ),
);

export const website: SubjectWords = { subject: 'website', mention, happening: null, condition: down };
