// The shop's own data: enough of it that the playbooks of the showcase find something, and the coach has something to say.
import { writtenFigures } from './past-insights.ts';

const DAY_MS = 86_400_000;

/** Documents by collection and id. `now` is the day that the showcase is looked at. */
export function shopData(now: Date): Readonly<Record<string, Readonly<Record<string, object>>>> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  return {
    customers: Object.fromEntries(
      ['Ada Brooks', 'Ben Carter', 'Cleo Diaz', 'Dev Evans', 'Eve Foster', 'Finn Gray'].map((name, index) => [
        `c-${index + 1}`,
        {
          name,
          email: `${name.split(' ')[0]?.toLowerCase()}@mail.example`,
          lastOrderAt: daysAgo(index * 20),
          totalSpent: 120 + 85 * index,
          isQuiet: index > 3,
        },
      ]),
    ),
    invoices: Object.fromEntries(
      [3, 9, 16, 40].map((late, index) => [
        `inv-10${index}`,
        {
          number: `10${index}`,
          customerId: `c-${index + 1}`,
          email: `${['ada', 'ben', 'cleo', 'dev'][index]}@mail.example`,
          status: 'open',
          amount: 80 + 45.5 * index,
          currency: 'USD',
          dueAt: daysAgo(late),
        },
      ]),
    ),
    orders: Object.fromEntries(
      Array.from({ length: 18 }, (_, index) => [
        `o-${1040 + index}`,
        {
          customerId: `c-${(index % 6) + 1}`,
          status: 'paid',
          total: 32.5 + ((index * 17) % 90),
          currency: 'USD',
          createdAt: daysAgo(1 + index * 4),
        },
      ]),
    ),
    metrics: Object.fromEntries(
      [0, 7, 14, 21, 28].map((days) => [daysAgo(days).toISOString().slice(0, 10), writtenFigures(days)]),
    ),
  };
}
