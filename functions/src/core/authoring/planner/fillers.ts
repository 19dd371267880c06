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
  somebody either know`.split(/\s+/),
);
