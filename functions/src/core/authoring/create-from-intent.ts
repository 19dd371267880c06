import { tenantPaths } from '../../model/paths.ts';
import type { Arming } from '../../model/playbook.ts';
import type { Engine } from '../engine/engine.ts';
import type { AuthoringFacts } from './authoring-facts.ts';
import type { ChatPart, Speaking } from './converse.ts';
import { draftPlaybook } from './draft-playbook.ts';
import { confirmCreated } from './explain-intent.ts';
import type { Intent } from './intent.ts';
import { createPlaybook, InvalidPlaybookError } from './save-playbook.ts';

/** How long an answer waits to see the playbook armed before it says that this is still going on. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 150;

/** Makes the playbook that was asked for, and says what became of it: done only when its trigger has armed it. */
export async function* createFromIntent(
  engine: Engine,
  { orgId, member, actor }: Speaking,
  facts: AuthoringFacts,
  intent: Intent,
): AsyncGenerator<ChatPart, void> {
  try {
    const { playbookId, playbook } = await createPlaybook(engine, orgId, draftPlaybook(intent), {
      actor,
      ownerId: member.uid,
    });
    yield { type: 'playbook', playbookId };
    const arming = await awaitArming(engine, orgId, playbookId);
    yield { type: 'text', text: armedText(arming, () => confirmCreated(intent, playbook, facts), playbook.name) };
  } catch (error) {
    if (!(error instanceof InvalidPlaybookError)) throw error;
    const problems = error.errors.map(({ message }) => `- ${message}`).join('\n');
    yield { type: 'text', text: `I understood you, but the playbook would not work, so I saved nothing:\n${problems}` };
  }
}

function armedText(arming: Arming | null, done: () => string, name: string): string {
  if (arming?.state === 'armed') return done();
  if (arming === null) return `I've saved “${name}”. It is still being armed; its card shows when it is ready.`;
  const problems = arming.problems.map(({ message }) => `- ${message}`).join('\n');
  return `I've saved “${name}”, but it is not armed yet:\n${problems}`;
}

async function awaitArming({ store, clock }: Engine, orgId: string, playbookId: string): Promise<Arming | null> {
  const until = clock.now().getTime() + PATIENCE_MS;
  for (;;) {
    const stored = await store.get(tenantPaths(orgId).playbook(playbookId));
    if (stored === null || stored.data.arming !== null) return stored?.data.arming ?? null;
    if (clock.now().getTime() >= until) return null;
    await clock.sleep(LOOK_MS);
  }
}
