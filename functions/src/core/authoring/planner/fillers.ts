import type { SubjectId } from '../../../model/contract.ts';

/** Words that add nothing to what is asked. Words that could (not, except, only, until, unless, or) are not among them. */
export const fillers: ReadonlySet<string> = new Set(
  `a about across actually ahead all also always am an and any anybody anyone are around as at automatically automation
  be been being best but by can check could craig currently dear do does each ever every everything ezal for from get gets
  give go going good got had has have hello help hey hi how i id if ill im in into is it its ive just keep kind let lets like
  little look love make makes me mike mind money morning my need needs new now of off ok okay on one ones our ours out over
  own per playbook please pls plz pops possible prices really regularly right same see set setup shall should so some something
  somehow soon start such sure system take thank thanks that the their theirs them then there these they theyre theyve thing
  things this those to too try up us use using very want wants was watch way we well were weve what whats when whenever where
  which while who will wish with would wonder you your create build add today yet way automate ensure new able basis happens happen happening run occurs someone
  somebody either know mean sorry thx ty bitte jeden kindly gladly quickly promptly ideally preferably maybe perhaps swiftly honestly frankly obviously hopefully literally u ta hm hmm hmmm um uh er erm ah oh hiya folks guys mate buddy haha lol fyi ps gotcha w pretty whose whom duly accordingly straightaway straight whatever btw cheers keeps lets us case basically simply actually again already still then etc asap`.split(
    /\s+/,
  ),
);

/** Words that add nothing where a subject is spoken of, and could elsewhere. */
export const idleIn: Partial<Readonly<Record<SubjectId, ReadonlySet<string>>>> = {
  competitor_prices: new Set(
    `anything charge charges charging ask asks asking sell sells selling drop drops fall falls cut cuts lower lowers cheaper offer offers offering
    product products item items anything shop shops store stores website websites page pages menu menus only even main nearby local list lists listing priced price prices pricing against compared whether online at what`.split(
      /\s+/,
    ),
  ),
  stock: new Set(
    'stock inventory item items product products anything everything whatever level levels warehouse shelf shelves list only ran units quantity quantities'.split(
      ' ',
    ),
  ),
  own_prices: new Set('anything product products item items shop store catalog catalogue menu list only'.split(' ')),
  website: new Set(
    'site sites website websites page pages server shop homepage url whether response only ok fine anything client clients customer store landing status'.split(
      ' ',
    ),
  ),
  web_page: new Set(
    'page pages site website text word words content contents whether mention mentions only anything appears new news'.split(
      ' ',
    ),
  ),
  feed: new Set(
    'entry entries item items post posts article articles whats new news latest headlines rss feed blog summary only anything stories'.split(
      ' ',
    ),
  ),
  inbox: new Set(
    'inbox mail mails email emails message messages new unread incoming whether summary only anything received arrives arrive arrived'.split(
      ' ',
    ),
  ),
  executions: new Set('playbook playbooks automation automations only'.split(' ')),
};
