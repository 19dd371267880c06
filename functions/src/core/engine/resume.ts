import type { Execution, StepResult } from '../../model/execution.ts';
import type { JsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import { MAX_TERMS, searchTerms } from '../../model/search-terms.ts';
import { takeBack } from '../analytics/end-note.ts';
import { ConflictError, type Stored, type Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { enqueueAdvance } from './enqueue.ts';
import { contextOf } from './facts.ts';
import { declaredInputs, parseInputs } from './inputs.ts';
import { keepLonger } from './keep-longer.ts';
import { keptResults } from './kept-results.ts';
import { shareId } from './share.ts';
import { newestContent, pinnedContent, StartRefusedError, versionWrites } from './start-execution.ts';
import { changingFields, isFinished, toResumed } from './transition.ts';

const MAX_CONFLICTS = 4;

export interface ResumeRequest {
  readonly by: string;
  /** The version that it was started with, or the playbook as it is now. */
  readonly version: 'pinned' | 'newest';
  /** In place of those it was started with; what is not named stays. */
  readonly inputs: JsonObject;
  /** Written in the same commit. */
  readonly alongside?: readonly Write[];
}

export type Resumed =
  | { readonly kind: 'resumed'; readonly execution: Execution }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'not_found' };

/**
 * Goes on with an execution that failed or was canceled, from where it stopped: what was completed stays, what failed
 * is done again, and acts under a new effect key, since a person says so. Throws `StartRefusedError` when the version
 * or the inputs are not right.
 */
export async function resumeExecution(
  engine: Engine,
  orgId: string,
  executionId: string,
  request: ResumeRequest,
): Promise<Resumed> {
  for (let attempt = 0; ; attempt++) {
    const stored = await engine.store.get(tenantPaths(orgId).execution(executionId));
    if (stored === null) return { kind: 'not_found' };
    const reason = refusalOf(stored.data);
    if (reason !== null) return { kind: 'refused', reason };
    const plan = await planFor(engine, orgId, stored.data, request);
    const all = await resumeWithShares(engine, orgId, stored, plan);
    if (all === null) return { kind: 'refused', reason: 'Parts of its loop are still ending; try again in a minute' };
    const now = engine.clock.now();
    for (const { id } of all) await keepLonger(engine, orgId, id, stored.data, now);
    try {
      await engine.store.commit([...all.flatMap(({ writes }) => writes), ...plan.writes, ...(request.alongside ?? [])]);
    } catch (error) {
      // Somebody else was faster.
      if (!(error instanceof ConflictError) || attempt === MAX_CONFLICTS) throw error;
      continue;
    }
    engine.fault('resumed');
    const { by, version } = request;
    engine.log.info('execution_resumed', { orgId, executionId, by, version });
    for (const { id } of all) await enqueueAdvance(engine, orgId, id, null);
    return { kind: 'resumed', execution: all[0].execution };
  }
}

function refusalOf({ parent, status, isForeign }: Execution): string | null {
  if (isForeign) return 'It took place elsewhere and was only told of; there is nothing here to go on with';
  if (parent?.items) {
    return `This is a part of a loop in the execution ${parent.executionId}; resume that one (/executions/${parent.executionId})`;
  }
  if (status === 'failed' || status === 'canceled') return null;
  return `The execution is ${status}; only one that failed or was canceled can be resumed`;
}

interface Plan {
  readonly before: PlaybookContent;
  readonly after: PlaybookContent;
  readonly versionId: string;
  readonly contextJson: string;
  /** Stores the version, where it is new. */
  readonly writes: readonly Write[];
}

async function planFor(
  engine: Engine,
  orgId: string,
  execution: Execution,
  { version, inputs }: ResumeRequest,
): Promise<Plan> {
  const of = { orgId, playbookId: execution.playbookId };
  const { content: before, versionId } = await pinnedContent(engine, of, execution.versionId);
  if (version === 'pinned') {
    return { before, after: before, versionId, contextJson: contextWith(execution, before, inputs), writes: [] };
  }
  const playbook = await engine.store.find(tenantPaths(orgId).playbook(of.playbookId));
  if (playbook === null) throw new StartRefusedError('not_found', 'The playbook is gone; resume the pinned version');
  if (playbook.data === null) {
    throw new StartRefusedError('invalid', 'The playbook cannot be read', playbook.problems);
  }
  const newest = newestContent(engine, playbook.data);
  const contextJson = contextWith(execution, newest.content, inputs);
  const writes = await versionWrites(engine, of, playbook.data, newest);
  return { before, after: newest.content, versionId: newest.versionId, contextJson, writes };
}

function contextWith(execution: Execution, { inputs: declared }: PlaybookContent, given: JsonObject): string {
  const context = contextOf(execution);
  const parsed = parseInputs(declared, { ...declaredInputs(declared, context.inputs), ...given });
  if ('values' in parsed) return JSON.stringify({ ...context, inputs: parsed.values });
  throw new StartRefusedError('bad_inputs', 'The inputs are not right', parsed.problems);
}

interface One {
  readonly id: string;
  readonly execution: Execution;
  readonly writes: readonly Write[];
}

/** The execution first, then the child executions that do shares of its loops. Null while one of them is being stopped. */
async function resumeWithShares(
  engine: Engine,
  orgId: string,
  stored: Stored<Execution>,
  plan: Plan,
): Promise<readonly [One, ...One[]] | null> {
  const { versionId, contextJson } = plan;
  const { isShare } = stored.data;
  const terms = isShare ? [] : anew({ ...stored.data, contextJson });
  const stepResults = keptResults(stored.data.stepResults, plan, engine.catalog);
  const execution = toResumed(stored.data, { versionId, contextJson, stepResults, terms }, engine.clock.now());
  const fields = { ...changingFields(execution), versionId, contextJson };
  const takenBack = await takeBack(engine.store, orgId, stored.id, stored.data);
  const own: One = {
    id: stored.id,
    execution,
    writes: [{ op: 'update', path: stored.ref.path, fields, ifVersion: stored.version }, ...takenBack],
  };
  const all: [One, ...One[]] = [own];
  for (const share of await openShares(engine, orgId, stored.id, stepResults)) {
    if (!isFinished(share.data)) {
      if (isBeingStopped(share.data)) return null;
      continue;
    }
    if (share.data.status === 'completed') continue;
    const inner = await resumeWithShares(engine, orgId, share, plan);
    if (inner === null) return null;
    all.push(...inner);
  }
  return all;
}

async function openShares(
  { store }: Engine,
  orgId: string,
  executionId: string,
  results: readonly StepResult[],
): Promise<Stored<Execution>[]> {
  const open = results.filter(({ status }) => status === 'running');
  const ids = open.flatMap((result) =>
    (result.progress?.open ?? []).map((from) => shareId(orgId, executionId, result, from)),
  );
  const shares = await Promise.all(ids.map((id) => store.get(tenantPaths(orgId).execution(id))));
  return shares.filter((share) => share !== null);
}

/** Found by the inputs that it goes on with, and by what it was found by before. */
function anew(execution: Execution): string[] {
  const words = searchTerms({ playbookName: execution.playbookName, context: contextOf(execution) });
  return [...new Set([...words, ...execution.terms])].slice(0, MAX_TERMS);
}

function isBeingStopped({ signals }: Execution): boolean {
  return Object.values(signals).some(({ kind }) => kind === 'cancel');
}
