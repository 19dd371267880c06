import { NonRetriableError } from '../../src/core/engine/errors.ts';
import { type ResumeRequest, resumeExecution } from '../../src/core/engine/resume.ts';
import type { JsonValue } from '../../src/model/json.ts';
import { createEngineKit, type EngineKit, makeStep, orgId } from './engine-kit.ts';

/** An engine with the steps `give` and `tell` of the flow kit, and a step `shaky` that fails until it is `mended`. */
export async function createShakyKit() {
  const told: JsonValue[] = [];
  const state = { isMended: false };
  const kit = await createEngineKit([
    makeStep('give', (params) => params),
    makeStep('tell', ({ text = null }) => ({ place: told.push(text) }), 'once'),
    makeStep('shaky', (params) => {
      if (!state.isMended) throw new NonRetriableError('No such page');
      return params;
    }),
  ]);
  return { kit, told, mend: () => (state.isMended = true) };
}

/** Resumes as the owner, and lets it go as far as it can now. */
export async function resume(kit: EngineKit, id: string, more: Partial<ResumeRequest> = {}) {
  const resumed = await resumeExecution(kit.engine, orgId, id, { by: 'owner', version: 'pinned', inputs: {}, ...more });
  await kit.drain();
  return resumed;
}
