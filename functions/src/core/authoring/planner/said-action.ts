import { longest, map, type Parser } from './grammar.ts';
import type { Context, Maker } from './making.ts';
import { simple } from './makings.ts';
import { place } from './places.ts';
import { forPeople } from './recipients.ts';
import { targetAlone } from './targets.ts';
import { task } from './tasks.ts';
import { doingsOf, tellingPhrase } from './telling.ts';
import type { Telling } from './verbs.ts';
import type { SaidDoing } from './wish.ts';

/** What a change adds, takes away or puts in place of another: `post it to #ops`, `me`, `on Slack`, `raise an alert`. */
export const saidActions = forPeople((facts): Parser<readonly SaidDoing[]> => {
  const context: Context = { sentence: '', facts, begins: () => false };
  const made =
    (maker: Maker): Parser<readonly SaidDoing[]> =>
    (tokens, at) => {
      const read = maker(tokens, at, context);
      return read ? [read.doings, read.next] : null;
    };
  const aimed = (telling: Telling) => (telling.to.length + telling.by.length > 0 ? doingsOf(telling) : null);
  return longest<readonly SaidDoing[]>(
    made(task),
    made(simple),
    map(tellingPhrase(facts), aimed),
    map(targetAlone(facts).waiting, aimed),
    map(place, (one) => [one]),
  );
});

/** As `saidActions`, where nobody's name is looked up: the first of them. */
export const saidAction: Parser<SaidDoing> = map(saidActions({ people: [] }), ([first]) => first ?? null);
