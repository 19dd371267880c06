import type { Actor } from '../../model/audit.ts';
import { auditWrite } from '../governance/audit.ts';
import type { Engine } from './engine.ts';
import { executionIdFor } from './occasion.ts';
import type { StartRequest } from './start-execution.ts';

/** The same start, with the entry in the audit log of who asked for it: written with the execution, or not at all. */
export function onRecord(engine: Engine, start: StartRequest, actor: Actor): StartRequest {
  const { orgId, playbookId, dryRun, replayOf = null } = start;
  const entry = {
    action: replayOf === null ? 'execution.started' : 'execution.replayed',
    target: { kind: 'execution', id: executionIdFor(start) },
    after: { playbookId, dryRun, ...(replayOf !== null && { replayOf }) },
  };
  return { ...start, alongside: [...start.alongside, auditWrite(engine, orgId, actor, entry)] };
}
