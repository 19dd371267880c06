import type { Recommendation } from '../../model/recommendation.ts';
import type { Stored, Write } from '../ports.ts';
import { firstMeasureAt } from './outcomes.ts';

interface Accepting {
  /** A uid, or the id of an API key. */
  readonly by: string;
  readonly at: Date;
  /** The plan, or the playbook, that is made of it in the same commit. */
  readonly planId?: string;
  readonly playbookId?: string;
}

/**
 * What makes a recommendation `accepted`, on the condition that nobody else has changed it since it was read: it belongs
 * into the commit of the plan or the playbook, which also says so on record. Whoever acts on one that has expired, or
 * that somebody has dismissed, has accepted it all the same; acted on once more, it keeps by whom and when it was first.
 */
export function acceptWrites({ ref, data, version }: Stored<Recommendation>, accepting: Accepting): readonly Write[] {
  const { by, at, planId = null, playbookId = null } = accepting;
  const { acceptance: first } = data;
  const fields: Partial<Recommendation> = {
    status: 'accepted',
    acceptance: {
      by: first?.by ?? by,
      at: first?.at ?? at,
      planId: planId ?? first?.planId ?? null,
      playbookId: playbookId ?? first?.playbookId ?? null,
    },
    measureAt: first === null ? firstMeasureAt(data, at) : data.measureAt,
    updatedAt: at,
  };
  return [{ op: 'update', path: ref.path, fields, ifVersion: version }];
}
