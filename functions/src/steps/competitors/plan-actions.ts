import { normalizedName } from '../../connectors/product-data.ts';
import { deriveId } from '../../core/derive-id.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { taskWrites } from '../../core/engine/tasks/task-message.ts';
import type { Write } from '../../core/ports.ts';
import { personas } from '../../model/agent.ts';
import { actionAgents, type CompetitiveAction } from '../../model/competitive-action.ts';
import { escapeMarkdown } from '../../model/markdown.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { expiryOf } from '../../model/retention.ts';
import { newTask } from '../work/new-task.ts';
import type { Finding } from './plan-finding.ts';
import { countWords, urgency } from './plan-findings.ts';

/** More that wait for an answer are not looked through. */
const MOST_PENDING = 200;

/** The id comes from the step and the finding, so that the same one is proposed once, however often it is tried. */
const idOf = ({ orgId, executionId, path }: StepContext, { about }: Finding) =>
  deriveId(orgId, 'competitive_action', executionId, path, about);
const taskIdOf = (context: StepContext, one: Finding) => deriveId(context.orgId, 'task', idOf(context, one));

/** What has not been proposed before, as far as that still waits for an answer; and how much does. */
export async function newOnes(context: StepContext, findings: readonly Finding[]) {
  const { store, orgId } = context;
  const pending = await store.query(queries.pendingCompetitiveActions(orgId, { limit: MOST_PENDING }));
  const ours = new Set(findings.map((one) => idOf(context, one)));
  const before = new Set(pending.flatMap(({ id, data }) => (data === null || ours.has(id) ? [] : [subjectOf(data)])));
  const found = findings.filter((one) => !before.has(subjectOf(one)));
  return { found, waiting: findings.length - found.length };
}

function subjectOf(of: Pick<Finding, 'type' | 'productId' | 'product' | 'competitor'>): string {
  const about = of.type === 'counter_campaign' ? of.competitor : (of.productId ?? of.product);
  return `${of.type}|${normalizedName(about ?? '')}`;
}

/** The action and the task that does it. */
export function writesOf(context: StepContext, finding: Finding): Write[] {
  const { orgId, executionId, user, clock } = context;
  const { about, data, work, ...said } = finding;
  const [id, taskId, now] = [idOf(context, finding), taskIdOf(context, finding), clock.now()];
  const action: CompetitiveAction = {
    ...{ product: null, productId: null, competitor: null, currentPrice: null, suggestedPrice: null },
    ...said,
    ...{ assignedAgent: actionAgents[said.type], status: 'pending', dataJson: JSON.stringify(data), taskId },
    ...{ executionId, createdBy: user.id, createdAt: now, updatedAt: now, expireAt: expiryOf('insight', now) },
  };
  const task = newTask(context, {
    ...{ title: said.title, description: said.recommendation, priority: urgency[said.priority], deadline: null },
    ...{ assignedAgent: work === null ? null : action.assignedAgent, assignedTo: null, action: work?.action ?? null },
    ...{ paramsJson: JSON.stringify(work?.params ?? {}), metadataJson: JSON.stringify({ competitiveActionId: id }) },
  });
  return [
    { op: 'create', path: tenantPaths(orgId).competitiveAction(id).path, data: action },
    // What competitors ask is strangers' word, whichever way it came here: nothing is done of it without a person's yes.
    ...taskWrites(orgId, taskId, { ...task, isTainted: true, isSuggestion: true }),
  ];
}

/** What the step gives: what was proposed, and how to tell of it. */
export function told(context: StepContext, found: readonly Finding[], waiting: number) {
  const actions = found.map((one) => {
    const { type, priority, title, recommendation } = one;
    const ids = { actionId: idOf(context, one), taskId: taskIdOf(context, one) };
    return { ...ids, type, priority, assignedAgent: actionAgents[type], title, recommendation };
  });
  const still = waiting === 0 ? '' : ` ${waiting} from before ${waiting === 1 ? 'waits' : 'wait'} for your answer.`;
  const news = found.length === 0 ? 'Nothing new to suggest.' : `Suggested: ${countWords(found)}.`;
  const lines = actions.map(
    (one) => `- **${personas[one.assignedAgent].name}**: ${escapeMarkdown(one.recommendation.replaceAll('\n', '; '))}`,
  );
  const summary = `${news}${still}`;
  return {
    actions,
    waiting,
    summary,
    markdown: [summary, ...(lines.length > 0 ? [lines.join('\n')] : [])].join('\n\n'),
  };
}
