import { byAgent } from './by-agent.ts';
import type { Built } from './template.ts';

/** So many are asked about and written to at a time; the rest comes next. */
const AT_ONCE = 25;
const QUIET_DAYS = 7;

interface Collecting {
  /** Days past due; null: without an end. */
  readonly from: number;
  readonly to: number | null;
  readonly tone: 'polite' | 'firm';
  /** Whether a person is asked before. */
  readonly confirm: boolean;
}
type Whose = 'members' | 'clients';

const listed =
  '{{(steps.members.items + steps.clients.items).map(p, "- " + fallback(p.name, p.id) + ": " + string(p.amountDue) + " " + org.currency + ", " + string(p.daysPastDue) + " days").join("\\n")}}';

/**
 * Reads the members and training clients who owe something for that long and were left in peace for a week, asks once a
 * day and whenever somebody is new, and writes to each of them. What `then` gives is done for each, who is `item`; with it
 * those count, too, to whom nobody can write.
 */
export function collect(
  { from, to, tone, confirm }: Collecting,
  then: ((whose: Whose) => Built['steps']) | null,
): Built['steps'] {
  const late = {
    amountDue: { min: 0.01 },
    daysPastDue: { min: from, ...(to !== null && { max: to }) },
    ...(then === null && { email: { exists: true } }),
  };
  const params = { filters: late, quietDays: QUIET_DAYS, limit: AT_ONCE };
  const each = (id: Whose, among: string): Built['steps'][number] => ({
    id: `remind_${id}`,
    action: 'for_each',
    params: { items: `{{steps.${id}.items}}`, concurrency: 1, onItemError: 'continue' },
    ...(confirm && { condition: 'fallback(steps.ask.decision, "") == "approved"' }),
    steps: [
      {
        id: `letter_${id}`,
        action: 'remind_member',
        condition: 'item.email != null',
        params: { among, memberId: '{{item.id}}', tone, notWithinDays: QUIET_DAYS },
      },
      ...(then?.(id) ?? []),
    ],
  });
  const ask: Built['steps'] = [
    { id: 'today', action: 'calculate_date' },
    {
      id: 'fresh',
      action: 'notice_change',
      params: { value: '{{[steps.today.date] + (steps.members.items + steps.clients.items).map(p, p.id)}}' },
    },
    {
      id: 'ask',
      action: 'request_approval',
      condition: 'steps.fresh.began && steps.members.count + steps.clients.count > 0',
      onError: 'continue',
      params: {
        title: '{{steps.members.total + steps.clients.total}} payments are late: write to them?',
        message: listed,
        timeout: '20 h',
      },
    },
  ];
  return [
    { id: 'members', action: 'get_past_due_members', params },
    { id: 'clients', action: 'get_past_due_training_clients', params },
    ...(confirm ? ask : []),
    each('members', 'members'),
    each('clients', 'training_clients'),
  ];
}

/** Tells once of every training client of whom nobody has noted how much is due: nobody can write to him. */
export const withoutAmount: Built['steps'] = [
  {
    id: 'unknown',
    action: 'get_past_due_training_clients',
    params: { filters: { amountDue: { max: 0 } }, limit: AT_ONCE },
  },
  { id: 'seen', action: 'notice_change', params: { value: '{{steps.unknown.items.map(p, p.id)}}' } },
  {
    id: 'tell',
    action: 'notify',
    condition: 'steps.seen.began',
    params: {
      subject: '{{steps.unknown.total}} training clients are past due without an amount',
      message:
        'Nobody has noted how much they owe, so nobody writes to them:\n\n{{steps.unknown.items.map(p, "- " + fallback(p.name, p.id)).join("\\n")}}',
      type: 'warning',
    },
  },
];

/** The same by an agent. */
export function collectByAgent({ from, to, tone, confirm }: Collecting, calls: boolean): Built['steps'] {
  const days = to === null ? `${from} days or more` : `${from} to ${to} days`;
  const call = calls ? ' Make a task of high priority to call each of them, one a person.' : '';
  return byAgent({
    agent: 'money_mike',
    goal: `Find the members and the training clients whose payment is ${days} late and who were left in peace for ${QUIET_DAYS} days. Remind each of them who has an e-mail address in a ${tone} tone, ${AT_ONCE} at most.${call} Say how many they are, what they owe in all, and who owes most. Name those of whom nobody has noted an amount: that has to be mended.`,
    tools: [
      'get_past_due_members',
      'get_past_due_training_clients',
      'query_documents',
      'get_document',
      'remind_member',
      ...(calls ? ['create_task'] : []),
    ],
    confirm,
    subject: 'Late payments: what was done',
  });
}
