import type { CollectionReference } from 'firebase-admin/firestore';
import { DEMO_ORG_ID } from '../local/src/seed/demo-shop.ts';
import type { Stack } from '../local/src/stack/stack.ts';
import { openFirestore } from '../local/src/testing/firestore.ts';

/** A page of the app as it is looked at: by its name, at its address. */
export interface Looked {
  readonly name: string;
  readonly path: string;
}

/** Pages that are there in every tenant. */
export const PAGES: readonly Looked[] = [
  { name: 'chat', path: '/' },
  { name: 'playbooks', path: '/playbooks' },
  { name: 'new-playbook', path: '/playbooks/new' },
  { name: 'templates', path: '/templates' },
  { name: 'gallery', path: '/gallery' },
  { name: 'gallery-mine', path: '/gallery?tab=mine' },
  { name: 'executions', path: '/executions' },
  { name: 'approvals', path: '/approvals' },
  { name: 'analytics', path: '/analytics' },
  { name: 'analytics-year', path: '/analytics?days=365' },
  { name: 'calendar-week', path: '/calendar?view=week' },
  { name: 'calendar-month', path: '/calendar?view=month' },
  { name: 'events', path: '/events' },
  { name: 'tasks', path: '/tasks' },
  { name: 'tasks-board', path: '/tasks?view=board' },
  { name: 'alerts', path: '/alerts' },
  { name: 'agents', path: '/agents' },
  { name: 'schedules', path: '/schedules' },
  { name: 'coach', path: '/coach' },
  { name: 'skills', path: '/skills' },
  { name: 'skill', path: '/skills/email-sequence' },
  ...['plans', 'effect', 'figures'].map((tab) => ({ name: `coach-${tab}`, path: `/coach?tab=${tab}` })),
  ...['business', 'safety', 'usage', 'team', 'notifications', 'keys', 'connections', 'audit', 'data'].map((page) => ({
    name: `settings-${page}`,
    path: `/settings/${page}`,
  })),
  { name: 'not-found', path: '/nowhere' },
];

/** Pages of single things, as far as the demo tenant has any. */
export async function pagesOfThings({ projectId }: Stack): Promise<readonly Looked[]> {
  const { firestore, close } = openFirestore(projectId);
  const newest = (collection: string, field: string, value: string) =>
    newestIn(firestore.collection(`tenants/${DEMO_ORG_ID}/${collection}`), field, value);
  try {
    const [item, watch, completed, failed, waiting, approval, event, task] = await Promise.all([
      newestIn(firestore.collection('gallery'), 'status', 'published'),
      newest('playbooks', 'name', 'Competitor price watch'),
      newest('playbook_executions', 'status', 'completed'),
      newest('playbook_executions', 'status', 'failed'),
      newest('playbook_executions', 'status', 'waiting'),
      newest('approvals', 'status', 'pending'),
      newest('events', 'eventName', 'review.created'),
      newest('tasks', 'status', 'completed'),
    ]);
    const things: readonly (readonly [string, string, string | null, string?])[] = [
      ['playbook', '/playbooks/', watch],
      ...['flow', 'executions', 'versions', 'simulate', 'why'].map(
        (tab) => [`playbook-${tab}`, '/playbooks/', watch, `?tab=${tab}`] as const,
      ),
      ['playbook-edit', '/playbooks/', watch, '/edit'],
      ['gallery-share', '/gallery/share/', watch],
      ['gallery-item', '/gallery/', item],
      ['execution-completed', '/executions/', completed],
      ['execution-failed', '/executions/', failed],
      ['execution-waiting', '/executions/', waiting],
      ['approval', '/approvals/', approval],
      ['event', '/events/', event],
      ['task', '/tasks/', task],
    ];
    return things.flatMap(([name, path, id, rest = '']) =>
      id === null ? [] : [{ name, path: `${path}${id}${rest}` }],
    );
  } finally {
    await close();
  }
}

async function newestIn(collection: CollectionReference, field: string, value: string): Promise<string | null> {
  return (await collection.where(field, '==', value).limit(1).get()).docs[0]?.id ?? null;
}
