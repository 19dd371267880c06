import { both, longest, map, maybe, type Parser, phrase, words } from './grammar.ts';
import { doing } from './making.ts';
import type { Token } from './tokens.ts';
import type { SaidDoing } from './wish.ts';

const det = 'a|an|the|our|my|this|that|new|shared|google|excel';
const prep = phrase('to|in|into|on|onto|as|at|from');
const sheetNoun = phrase('google? sheet|sheets|spreadsheet|spreadsheets file|document|tab?');
const named = phrase('called|named|titled|by|under the? name?');

const NO_NAME = new Set(
  'when whenever if every each and or on at in to for with as so then daily weekly monthly hourly always please otherwise else but by also once unless too that which from called named it row line the a an my our'.split(
    ' ',
  ),
);

/** A name that somebody gave a thing: quoted, known, or words with capital letters and figures. */
const nameAfter: Parser<string> = (tokens, at) => {
  const first = tokens[at];
  if (!first || ['.', ';', '→', '?'].includes(first.gap)) return null;
  if (first.kind === 'quote' || first.kind === 'name') return [first.raw, at + 1];
  if (first.kind !== 'word' || NO_NAME.has(first.text) || first.gap === ',') return null;
  let next = at + 1;
  for (let more = tokens[next]; more && more.gap === '' && isPartOfName(more); more = tokens[next]) next += 1;
  const isPlain = /^\p{Ll}/u.test(first.raw) && next === at + 1;
  const after = tokens[next];
  if (isPlain && after && after.gap === '' && after.kind === 'word' && !NO_NAME.has(after.text)) return null;
  return [words(tokens.slice(at, next)), next];
};

function isPartOfName({ raw, kind, text }: Token): boolean {
  return (
    (kind === 'word' && /^\p{Lu}/u.test(raw) && !NO_NAME.has(text)) ||
    (kind === 'number' && /^\d/.test(raw)) ||
    kind === 'name'
  );
}

const STOPS = new Set('when whenever if unless every each and on at in for with then otherwise so'.split(' '));

/** A name after "as" or "called": all words up to the next thought. */
const titleAfter: Parser<string> = (tokens, at) => {
  let next = at;
  for (let here = tokens[next]; here && next < at + 6; here = tokens[next]) {
    if (next > at && (here.gap !== '' || STOPS.has(here.text))) break;
    if (next === at && here.kind === 'quote') return [here.raw, at + 1];
    next += 1;
  }
  return next > at ? [words(tokens.slice(at, next)), next] : null;
};

/** "The Sales sheet", "our order log spreadsheet": the name stands before. */
const nameBefore: Parser<string> = (tokens, at) => {
  for (let next = at + 1; next <= at + 3; next++) {
    const said = tokens.slice(at, next);
    if (said.some(({ kind, text }) => (kind !== 'word' && kind !== 'name' && kind !== 'quote') || NO_NAME.has(text)))
      return null;
    const read = sheetNoun(tokens, next);
    if (read) return [words(said), read[1]];
  }
  return null;
};

const after = both(maybe(named), nameAfter);
const of = (action: string, key: string) => (name: string | null) =>
  doing(action, name === null ? {} : { [key]: name });
const sheet = longest<SaidDoing>(
  map(both(maybe(phrase(`${det}*`)), both(sheetNoun, maybe(after))), ([, [, name]]) =>
    of('append_sheet_row', 'sheet')(name?.[1] ?? null),
  ),
  map(both(maybe(phrase(`${det}*`)), nameBefore), ([, name]) => of('append_sheet_row', 'sheet')(name)),
);
const calledSo = both(phrase('as|called|named|titled|under the? name? of? a|an?'), titleAfter);
const drive = map(both(phrase(`${det}* drive folder?`), maybe(calledSo)), ([, name]) =>
  of('save_to_drive', 'name')(name?.[1] ?? null),
);
const calendar = map(phrase(`${det}|team|work|shop|studio|office* calendar|calendars|agenda`), () =>
  doing('create_calendar_event'),
);
const doc = map(both(phrase('a|an|the|our|my|new* google doc|docs|document'), maybe(calledSo)), ([, name]) =>
  of('create_document_in_docs', 'title')(name?.[1] ?? null),
);
const network = longest<SaidDoing>(
  map(phrase('our|the|my? mastodon|bluesky account|page|profile?'), (said) =>
    doing('publish_social_post', { network: /mastodon/i.test(said) ? 'mastodon' : 'bluesky' }),
  ),
  map(phrase('our|the|my? social media|channels|networks|accounts?'), () => doing('publish_social_post')),
  map(phrase('our|the|my? socials'), () => doing('publish_social_post')),
);
const todo = map(
  longest(phrase('my|our|the|team* to-do|todo|todos|task|tasks list|lists|board'), phrase('my|our|the to do list')),
  () => doing('create_task'),
);
const row = maybe(phrase('a|an|one|another|new* row|line|entry|record'));
/** Where things are put: a sheet, the Drive, a calendar, a document, a social network. */
export const place: Parser<SaidDoing> = map(
  both(row, both(prep, longest(sheet, drive, calendar, doc, network, todo))),
  ([, [, one]]) => one,
);

const onNetwork = phrase('on|to|in our|the|my? mastodon|bluesky');
const socialPost = longest(
  phrase(
    'publish|post|share|write|create|schedule|make|put|send a|an|the|our|new|out|up* social|social-media|mastodon|bluesky media? post|posts|update|status|message',
  ),
  phrase('toot|skeet'),
);
/** `publish a social post`. */
export const social: Parser<SaidDoing> = (tokens, at) => {
  const read = socialPost(tokens, at);
  if (!read) return null;
  const end = onNetwork(tokens, read[1])?.[1] ?? read[1];
  const network = tokens.slice(at, end).find(({ text }) => text === 'mastodon' || text === 'bluesky');
  return [doing('publish_social_post', network ? { network: network.text } : {}), end];
};

const event = longest(
  phrase(
    'create|add|make|schedule|put|book|set|enter up|in? a|an|the|new|google|team* calendar|event|appointment|meeting event|entry|appointment|item|reminder?',
  ),
  phrase(
    'create|add|make|schedule|put|book|set|enter|block up|in? a|an|the|new* reminder|entry|event|note|appointment|block|slot|time in|on|to|into my|our|the|team|google* calendar',
  ),
);
const document = phrase('write|create|make|start|open|add up? a|an|the|new* google doc|docs|document');
/** `create a Google doc called Weekly notes`. */
export const newDocument: Parser<SaidDoing> = map(
  both(document, maybe(both(phrase('called|named|titled|with? the? title?'), titleAfter))),
  ([, name]) => doing('create_document_in_docs', name ? { title: name[1] } : {}),
);

/** `add a calendar event called …`, `schedule a meeting: …`. */
export const calendarEvent: Parser<SaidDoing> = map(event, () => doing('create_calendar_event'));
