import { formatFigure, type Place } from '../../model/figure-text.ts';
import type { FigureName, Figures } from '../../model/figures.ts';
import type { Health, HealthInput, HealthPart, JudgedPart } from '../../model/insight.ts';

/** How many of 100 points a value is worth: `[value, points]`, evenly in between, and as the ends beyond them. */
type Scale = readonly (readonly [value: number, points: number])[];

interface Input {
  readonly input: HealthInput;
  /** How much of its part it is, in percent. */
  readonly weight: number;
  readonly needs: readonly FigureName[];
  /** Null: not known. */
  of(figures: Figures): number | null;
  readonly unit: 'days' | 'share';
  readonly scale: Scale;
  readonly label: string;
  /** What is to be done where it is not known. */
  readonly remedy: string;
}

interface Part {
  readonly part: HealthPart;
  /** How much of the score it is, in percent. */
  readonly weight: number;
  readonly inputs: readonly Input[];
}

/** What is not known counts as the worst that could be known: no gap in the data ever makes a business look better. */
const UNKNOWN_POINTS = 0;

/** docs/coach.md holds the same scales, and three companies worked out by hand. */
export const HEALTH_PARTS: readonly Part[] = [
  {
    part: 'cash_flow',
    weight: 35,
    inputs: [
      {
        input: 'runway',
        weight: 60,
        needs: ['runwayDays'],
        of: ({ runwayDays }) => runwayDays,
        unit: 'days',
        scale: [
          [0, 0],
          [30, 20],
          [90, 50],
          [180, 80],
          [365, 100],
        ],
        label: 'Runway',
        remedy: 'Write down your cash, and what you spend a month beyond what you earn.',
      },
      {
        input: 'burn',
        weight: 40,
        needs: ['monthlyBurn', 'revenue30'],
        of: burnRate,
        unit: 'share',
        scale: [
          [0, 100],
          [0.1, 80],
          [0.25, 50],
          [0.5, 20],
          [1, 0],
        ],
        label: 'Burn by revenue',
        remedy: 'Write down what you spend a month beyond what you earn, and keep your orders or invoices here.',
      },
    ],
  },
  {
    part: 'operations',
    weight: 25,
    inputs: [
      {
        input: 'dso',
        weight: 50,
        needs: ['dso'],
        of: ({ dso }) => dso,
        unit: 'days',
        scale: [
          [15, 100],
          [30, 80],
          [45, 60],
          [60, 40],
          [90, 10],
          [120, 0],
        ],
        label: 'Days until you are paid',
        remedy: 'Keep your invoices here; or, where everybody pays at once, write down that they are 0 days.',
      },
      {
        input: 'efficiency',
        weight: 50,
        needs: ['efficiency'],
        of: ({ efficiency }) => efficiency,
        unit: 'share',
        scale: [
          [0.5, 0],
          [0.8, 50],
          [0.9, 75],
          [1, 100],
        ],
        label: 'Done in time',
        remedy: 'Give tasks a deadline, and say of orders when they are fulfilled.',
      },
    ],
  },
  {
    part: 'revenue',
    weight: 25,
    inputs: [
      {
        input: 'growth',
        weight: 100,
        needs: ['revenueGrowth'],
        of: ({ revenueGrowth }) => revenueGrowth,
        unit: 'share',
        scale: [
          [-0.3, 0],
          [-0.1, 30],
          [0, 50],
          [0.1, 75],
          [0.25, 100],
        ],
        label: 'Growth',
        remedy: 'It takes orders or invoices of more than two months.',
      },
    ],
  },
  {
    part: 'profitability',
    weight: 15,
    inputs: [
      {
        input: 'net_margin',
        weight: 100,
        needs: ['netMargin'],
        of: ({ netMargin }) => netMargin,
        unit: 'share',
        scale: [
          [-0.1, 0],
          [0, 30],
          [0.1, 70],
          [0.2, 100],
        ],
        label: 'Net margin',
        remedy: 'Write down your net margin, from your accounts.',
      },
    ],
  },
];

/**
 * How a business fares by its figures: 0 to 100, better in each figure that gets better. Parts are rounded before they
 * are added up, so that what people read adds up, too.
 */
export function healthScore(figures: Figures, place: Place): Health {
  const parts = HEALTH_PARTS.map((part) => judge(part, figures, place));
  const all = HEALTH_PARTS.flatMap((part) => part.inputs.map((input) => ({ part, input })));
  const unknown = all.filter(({ input }) => input.of(figures) === null);
  const unknownWeight = unknown.reduce((sum, { part, input }) => sum + part.weight * input.weight, 0);
  return {
    score: Math.round(parts.reduce((sum, { weight, score }) => sum + weight * score, 0) / 100),
    known: Math.round(100 - unknownWeight / 100),
    parts,
    missing: unknown.map(({ part, input }) => missingOf(part, input, figures)).toSorted((a, b) => b.points - a.points),
  };
}

function judge({ part, weight, inputs }: Part, figures: Figures, place: Place): JudgedPart {
  const judged = inputs.map((one) => {
    const value = one.of(figures);
    return { one, value, points: value === null ? UNKNOWN_POINTS : pointsOf(one.scale, value) };
  });
  return {
    part,
    weight,
    score: Math.round(judged.reduce((sum, { one, points }) => sum + one.weight * points, 0) / 100),
    inputs: judged.map(({ one: { input, weight: inputWeight }, value, points }) => {
      // A burn without any revenue is beyond any share of it.
      const shown = value === Number.POSITIVE_INFINITY ? null : value;
      return { input, weight: inputWeight, value: shown, points };
    }),
    explanation: judged.map(({ one, value, points }) => sentence(one, value, points, place)).join(' '),
  };
}

function sentence({ label, unit, weight }: Input, value: number | null, points: number, place: Place): string {
  const share = weight === 100 ? '' : `, ${weight}% of the part`;
  const worth = `${Math.round(points)} of 100 points${share}.`;
  if (value === null) return `${label} is not known: ${worth}`;
  if (!Number.isFinite(value)) return `${label} has no revenue to stand against: ${worth}`;
  return `${label} ${formatFigure(unit, value, place)}: ${worth}`;
}

function missingOf({ part, weight }: Part, one: Input, figures: Figures): Health['missing'][number] {
  const points = (weight * one.weight) / 100;
  return {
    input: one.input,
    part,
    figures: one.needs.filter((name) => figures[name] === null),
    points,
    text: `${one.label} is not known, which is up to ${Math.round(points)} points. ${one.remedy}`,
  };
}

/** What is burnt, over what is earned; who burns nothing needs no revenue to say so. */
function burnRate({ monthlyBurn, revenue30 }: Figures): number | null {
  if (monthlyBurn === 0) return 0;
  if (monthlyBurn === null || revenue30 === null) return null;
  return monthlyBurn / revenue30;
}

function pointsOf(scale: Scale, value: number): number {
  const above = scale.findIndex(([at]) => value < at);
  const [last] = scale.slice(-1);
  if (above === -1) return last?.[1] ?? UNKNOWN_POINTS;
  const [to, from] = [scale[above], scale[above - 1]];
  if (to === undefined) return UNKNOWN_POINTS;
  if (from === undefined) return to[1];
  const way = (value - from[0]) / (to[0] - from[0]);
  return from[1] + (to[1] - from[1]) * way;
}
