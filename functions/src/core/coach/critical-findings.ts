import { formatFigure, type Place } from '../../model/figure-text.ts';
import { FIGURE_WORDS } from '../../model/figure-words.ts';
import type { FigureName, Figures } from '../../model/figures.ts';
import type { Finding } from '../../model/insight.ts';

interface Critical<N extends FigureName> {
  readonly id: string;
  /** Without one of these nothing is found. */
  readonly needs: readonly N[];
  holds(figures: Readonly<Record<N, number>>): boolean;
  /** With `{name}` for a figure. */
  readonly title: string;
  readonly text: string;
}

function critical<N extends FigureName>(one: Critical<N>): Critical<FigureName> {
  return one as unknown as Critical<FigureName>;
}

/** The worst first. */
const ALL: readonly Critical<FigureName>[] = [
  critical({
    id: 'overdrawn',
    needs: ['cash'],
    holds: ({ cash }) => cash < 0,
    title: 'Your account is overdrawn',
    text: 'Your cash is at {cash}. Put off what can wait, and collect what you are owed.',
  }),
  critical({
    id: 'out_of_cash_soon',
    needs: ['runwayDays', 'cash', 'monthlyBurn'],
    holds: ({ cash, runwayDays }) => cash >= 0 && runwayDays < 30,
    title: 'Your cash lasts {runwayDays}',
    text: 'You have {cash}, and spend {monthlyBurn} a month more than you earn.',
  }),
  critical({
    id: 'bills_beyond_cash',
    needs: ['overduePayables', 'cash'],
    holds: ({ overduePayables, cash }) => overduePayables > Math.max(cash, 0),
    title: 'You cannot pay what is past due',
    text: 'Bills of {overduePayables} are past due, and your cash is at {cash}.',
  }),
  critical({
    id: 'revenue_halved',
    needs: ['revenueGrowth', 'revenue30', 'revenuePrev30'],
    holds: ({ revenueGrowth }) => revenueGrowth <= -0.5,
    title: 'Your revenue has fallen by half or more',
    text: 'The last month brought {revenue30}, the month before {revenuePrev30}.',
  }),
  critical({
    id: 'heavy_loss',
    needs: ['netMargin'],
    holds: ({ netMargin }) => netMargin <= -0.25,
    title: 'You lose money on what you sell',
    text: 'Your net margin is {netMargin}.',
  }),
  critical({
    id: 'unpaid_beyond_revenue',
    needs: ['overdueReceivables', 'revenue30'],
    holds: ({ overdueReceivables, revenue30 }) => overdueReceivables > 0 && overdueReceivables > revenue30,
    title: 'More than a month of revenue is past due',
    text: 'Your customers are late with {overdueReceivables}; the last month brought {revenue30}.',
  }),
];

/** What cannot wait, the worst first. `before` are those of the insight before: what lasts keeps its first day. */
export function criticalFindings(
  figures: Figures,
  { place, date, before }: { readonly place: Place; readonly date: string; readonly before: readonly Finding[] },
): Finding[] {
  const found = ALL.filter(
    ({ needs, holds }) =>
      needs.every((name) => figures[name] !== null) && holds(figures as Readonly<Record<FigureName, number>>),
  );
  return found.map(({ id, title, text }) => ({
    id,
    title: fill(title, figures, place),
    text: fill(text, figures, place),
    since: before.find((one) => one.id === id)?.since ?? date,
  }));
}

function fill(text: string, figures: Figures, place: Place): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: FigureName) =>
    formatFigure(FIGURE_WORDS[name].unit, figures[name] ?? 0, place),
  );
}
