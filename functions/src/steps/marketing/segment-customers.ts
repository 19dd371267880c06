import { z } from 'zod';
import { readDocuments } from '../../core/engine/read-documents.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { holds, wish } from '../../core/engine/wish.ts';
import { jsonObject } from '../../model/json.ts';
import { compareValues, fieldPath, valueAt } from '../data/list.ts';
import { NO_HABIT, readHabits } from './customer-habits.ts';
import { brief, muchOf, nameOf, SEGMENTS, segmentOf } from './customer-segments.ts';
import { hasOptedOut } from './opt-outs.ts';

const MAX_READ = 5_000;
const MAX_PEOPLE = 2_000;
const days = z.int().min(1).max(3_650);
const params = z.strictObject({
  collection: z.enum(['customers', 'members', 'prospects']).default('customers'),
  where: z.array(wish).max(10).default([]),
  /** `habits`: when, how often and for how much they bought. Else by the values of a field, such as `plan` or `status`. */
  by: z.union([z.literal('habits'), fieldPath.min(1)]).default('habits'),
  recentDays: days.default(30),
  activeDays: days.default(90),
  lostDays: days.default(365),
  /** So many orders are often. */
  often: z.int().min(2).max(1_000).default(3),
  /** The segment whose people `people` gives, for send_newsletter; null for none. */
  select: z.string().max(100).nullable().default(null),
  /** How many members of each segment are shown. */
  show: z.int().min(0).max(50).default(5),
});
type Params = z.infer<typeof params>;
const segment = z.object({
  name: z.string(),
  title: z.string(),
  count: z.int(),
  /** Of all, in percent. */
  share: z.number(),
  spent: z.number(),
  members: z.array(jsonObject),
});
const output = z.object({
  total: z.int(),
  segments: z.array(segment),
  /** Of the selected segment, without those who want no newsletters; at most 2,000. */
  people: z.array(jsonObject),
  summary: z.string(),
  /** Whether there are more than were looked at. */
  isCut: z.boolean(),
});

export const segmentCustomers = defineStep<Params, z.infer<typeof output>>({
  id: 'segment_customers',
  title: 'Segment customers',
  description:
    'Groups customers by how lately, how often and for how much they bought, or by a field such as the plan.',
  modelDescription: `Segments up to 5,000 customers, members or prospects: counts, shares and a few members each. By habits: ${Object.keys(SEGMENTS).join(', ')}. With select the people of one segment as a list for send_newsletter.`,
  category: 'marketing',
  icon: 'users',
  example: { by: 'habits', select: 'at_risk' },
  params,
  output,
  risk: 'safe',
  effect: 'none',
  literals: ['collection'],
  timeoutMs: 120_000,
  retry: { maxAttempts: 2, baseDelayMs: 1_000, maxDelayMs: 10_000 },
  async run(given, context) {
    const { people, isCut } = await chosen(given, context);
    const habits = given.by === 'habits' ? await readHabits(people, context) : [];
    const lines = { ...given, much: muchOf(habits) };
    const placed = people.map((person, index) => {
      const habit = habits[index] ?? NO_HABIT;
      return {
        person,
        habit,
        name: given.by === 'habits' ? segmentOf(habit, lines) : nameOf(valueAt(person, given.by)),
      };
    });
    const groups = Map.groupBy(placed, ({ name }) => name);
    const segments = [...groups]
      .map(([name, members]) => ({
        name,
        title: Object.hasOwn(SEGMENTS, name) ? SEGMENTS[name as keyof typeof SEGMENTS] : name,
        count: members.length,
        share: Math.round((members.length * 1000) / people.length) / 10,
        spent: Math.round(members.reduce((sum, { habit }) => sum + habit.spent, 0) * 100) / 100,
        members: members.slice(0, given.show).map(({ person }) => brief(person)),
      }))
      .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name));
    const selected = given.select === null ? [] : (groups.get(given.select) ?? []);
    const summary = `${people.length} ${given.collection}: ${segments.map(({ name, count }) => `${count} ${name}`).join(', ')}`;
    const wanting = selected.flatMap(({ person }) => (hasOptedOut(person) ? [] : [brief(person)]));
    return { total: people.length, segments, people: wanting.slice(0, MAX_PEOPLE), summary, isCut };
  },
});

async function chosen({ collection, where }: Params, context: StepContext) {
  const { documents, isCut } = await readDocuments(context, { collection, max: MAX_READ });
  const compare = compareValues(context.user.locale);
  return { people: documents.filter((one) => where.every((wanted) => holds(wanted, one, compare))), isCut };
}
