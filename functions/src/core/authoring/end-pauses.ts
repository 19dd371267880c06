import type { Playbook } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import type { Engine } from '../engine/engine.ts';
import { raiseAlert } from '../governance/alert.ts';
import { systemActor } from '../governance/audit.ts';
import { ownPlaces, type Place } from '../own-places.ts';
import { ConflictError } from '../ports.ts';
import { InvalidPlaybookError, updatePlaybook } from './save-playbook.ts';

const AT_A_TIME = 100;
/** Days begin at one of these minutes, whatever the zone. */
const QUARTER = 15;

/**
 * Has the playbooks go on whose pause was to last until now, with the latest of what it held. Looks at the quarters of
 * an hour only. One that has become invalid stays paused, and an alert says so.
 */
export async function endPauses(engine: Engine): Promise<number> {
  const now = engine.clock.now();
  if (now.getUTCMinutes() % QUARTER !== 0) return 0;
  const over = ownPlaces(await engine.store.query(queries.endedPauses(now, AT_A_TIME)), 'playbooks');
  for (const place of over) {
    try {
      await endPause(engine, place);
    } catch (error) {
      engine.log.error('pause_not_ended', error, { orgId: place.orgId, playbookId: place.id });
    }
  }
  return over.length;
}

async function endPause(engine: Engine, place: Place<Playbook>): Promise<void> {
  const { orgId, id, data } = place;
  if (data?.status !== 'paused') return forget(engine, place);
  try {
    await updatePlaybook(engine, orgId, id, { status: 'active', held: 'latest' }, systemActor);
  } catch (error) {
    if (!(error instanceof InvalidPlaybookError)) throw error;
    await raiseAlert(engine, orgId, {
      code: 'pause_not_ended',
      severity: 'warning',
      title: `“${data.name}” stays paused`,
      message: `Its pause is over, and it cannot go on as it is: ${error.errors.map(({ message }) => message).join('; ')}`,
      link: `/playbooks/${id}`,
      subject: id,
    });
    await forget(engine, place);
  }
}

/** It was changed by hand, or cannot go on: not looked at again. */
async function forget({ store }: Engine, { ref, version }: Place<Playbook>): Promise<void> {
  try {
    await store.commit([{ op: 'update', path: ref.path, fields: { 'pause.until': null }, ifVersion: version }]);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
