import { both, longest, map, means, type Parser, phrase, token } from './grammar.ts';

/** What is to be done with what was found: `alert` waits for a reason, `send` can be done every time. */
export type Doing = 'alert' | 'send' | 'save_to_drive';

const me = 'me|us|myself';
const mails = 'email|emails|mail|message|messages';
const alerts = 'alert|alerts|notification|notifications|note|heads-up|warning|warnings|ping';

export const doing: Parser<Doing> = longest<Doing>(
  means('alert', `alert|alerts|alerting|notify|notifies|notifying|warn|tell|ping|inform|remind ${me}?`),
  means(
    'alert',
    `let ${me} know`,
    'want|like|need to know',
    'keep me|us informed|posted|updated',
    `give|gives ${me} a heads-up|shout|alert|warning`,
    `give ${me} a heads up`,
  ),
  means('alert', `send|sends|get|gets|receive|want|need|have ${me}? an|a|the|any? ${alerts}`, `an|a? ${alerts}`),
  means('alert', 'be|get|gets|am|is notified|alerted|warned|told|informed'),
  means(
    'send',
    `${mails}|emailing|emailed|mailed to? ${me}?`,
    'be|get|gets|am|is emailed|mailed',
    'by|via|per|an|a email|mail',
  ),
  means('send', `send|sends|sending|shoot|drop|get|gets|receive|want|need|have ${me}? an|a|the|any? ${mails}`),
  means('send', `send|sends|sending|give|get|receive|deliver|prepare|generate|write ${me}?`),
  means(
    'save_to_drive',
    'and? save|put|store|upload|keep|file it|this|that|the|a|report|copy|of* in|to|on|into my|our|the? google? drive',
  ),
);

/** What I cannot send through; the value is how it is called. */
export const otherChannel: Parser<string> = longest(
  map(
    phrase(
      'slack|telegram|whatsapp|discord|teams|sms|signal|twitter|facebook|instagram|sheets|sheet|spreadsheet|zapier|webhook',
    ),
    (name) => name,
  ),
  means('a text message', 'text me|us', 'a text', 'text message|messages', 'by text'),
  means('a call', 'call|phone|ring me|us'),
  means('push messages', 'push notification|notifications|message|messages', 'by push'),
);

/** Looking at something, which every playbook of prices does. */
export const watching: Parser<string> = longest(
  phrase(
    'track|tracks|tracking|monitor|monitors|monitoring|watch|watches|watching|check|checks|checking|scan|scans|scanning|compare|compares|comparing|follow|follows|observe|analyze|analyse|look|looking|scrape|review out|up|on|at|for|over|against*',
  ),
  phrase('keep|keeping an? eye|eyes|track|tabs|watch on|of?'),
  phrase('take a look at'),
);

export const address: Parser<string> = map(
  token(({ kind }) => kind === 'email'),
  ({ text }) => text,
);
/** `me and sam@…`, so that nobody is forgotten. */
export const meAndAddress: Parser<string> = longest(
  map(both(phrase('me|us|myself and|plus also|to?'), address), ([, text]) => text),
  map(both(address, phrase('and|plus me|us|myself')), ([text]) => text),
);
/** People without an address. */
export const somebody: Parser<string> = longest(
  phrase(
    'to|and|my|our|the manager|boss|team|staff|accountant|partner|everyone|buyer|owner|colleague|colleagues|assistant|cofounder|employees|crew|customers',
  ),
  phrase('email|notify|tell|alert|warn|and|to everyone|everybody|him|her'),
);
/** What is to happen at once, for which there must be an event. */
export const atOnce: Parser<string> = longest(
  phrase('as soon as'),
  phrase('immediately|instantly|constantly|continuously|always|asap|whenever'),
  phrase('the moment|minute|second|instant'),
  phrase('in real-time'),
  phrase('in? real time'),
  phrase('right away'),
  phrase('at once'),
);
