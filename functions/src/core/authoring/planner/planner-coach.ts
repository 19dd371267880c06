import { z } from 'zod';
import { MAKE_A_PLAN } from '../../../model/chat-part.ts';
import { firstWords, lookParams, quickQuestion, whyWords, withFigures } from '../../coach/answer-question.ts';
import type { SpokenOf } from '../../coach/spoken-of.ts';
import type { QuickQuestion } from '../../coach/templates/question.ts';
import type { ChatStep, ChatTurn } from '../chat-model.ts';
import { templateOf } from '../templates/registry.ts';
import { topics } from './data-topics.ts';
import { call, type Done, offered, text } from './planner-steps.ts';

const WHY =
  /^(?:(?:but|and|so)\W+)?(?:why(?: (?:is|do you (?:say|think|tell me)|did you (?:say|tell me)|should i)(?: (?:this|that|it|so|do (?:this|that|it)))*)?|(?:what|which figures) (?:is|are) (?:this|that|it|the figures)(?: based on)?|what (?:does|do) (?:this|that|it|they) rest on|(?:where|how) (?:does|do) (?:this|that|it|you) (?:come from|know(?: (?:this|that|it))?)|show me the (?:figures|numbers|data))$/;
const FIRST =
  /^(?:(?:ok|okay|and|so|now)\W+)?(?:(?:what|where) (?:should|do|can|could|shall|must|would) (?:i|we|you) (?:do|start|begin|suggest|recommend)(?: (?:first|next|now|about (?:it|this|that)|with (?:it|this|that)))*|what(?: is|s)? (?:to do|first|next|the first (?:step|thing)(?: to do)?)(?: (?:first|next|now))?|(?:what are )?(?:the )?(?:next|first) steps)$/;
const PLAN =
  /^(?:(?:can|could) you |please )?(?:make|create|write|draw up)(?: me| us)? (?:a|an|the)?(?: action)? ?plan(?: (?:for|of|from|out of) (?:this|that|it))?(?: please)?$/;
const AUTOMATE =
  /^(?:(?:can|could) you |please |how (?:can|do) (?:i|we) )?automate (?:this|that|it)(?: please)?$|^(?:can|could) (?:this|that|it) be automated$/;
const PLAN_WORDS =
  'A plan gives each task a day and a person. Choose “Make a plan” on this recommendation; it stands on the page Coach.';

/**
 * What is said, or looked up, of the recommendation that the conversation is about; null where something else is meant.
 * `isOpen`: a question of ours waits for its answer, which is what the words may be.
 */
export function coachSteps(said: string, turn: ChatTurn, isOpen: boolean): readonly ChatStep[] | null {
  const { about, facts } = turn;
  if (about === null) return null;
  const words = said
    .toLowerCase()
    .replaceAll(/[’']/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const meant = quickQuestion(about.recommendation, said, !isOpen);
  if (meant !== null) return answerSteps(meant, turn);
  if (WHY.test(words)) return [text(whyWords(about, facts)), ...offered(['What should I do first?'])];
  if (FIRST.test(words)) return [text(firstWords(about.recommendation)), ...offered([MAKE_A_PLAN])];
  if (PLAN.test(words)) return [text(PLAN_WORDS), ...offered([MAKE_A_PLAN])];
  return AUTOMATE.test(words) ? [text(automateWords(about))] : null;
}

function automateWords({ recommendation: { playbook } }: SpokenOf): string {
  const template = playbook && templateOf(playbook.templateId);
  if (!template) return NO_TEMPLATE;
  return `“${template.title}” would look after it: ${template.description} Choose “Automate this” on this recommendation to see it filled in from your figures, and what it would have done of late. Nothing runs before you activate it.`;
}
const NO_TEMPLATE =
  'There is no ready-made playbook for it. Tell me in your words what should happen and when, such as “remind me every Monday to look at it”, and I propose one.';

function answerSteps({ answer }: QuickQuestion, { about, facts }: ChatTurn): readonly ChatStep[] {
  if (typeof answer === 'string') return about === null ? [] : [text(withFigures(answer, about.recommendation))];
  if (answer.kind === 'tasks') return [call('list_tasks', { status: 'open' })];
  return [call('query_data', lookParams(answer, facts.now))];
}

const rows = z.object({ total: z.number() });
const listed = z.object({ tasks: z.array(z.unknown()) });

/** What is said of what a quick question has looked up; null where none was asked. */
export function lookedUp({ call: { tool }, result }: Done, { about, entries }: ChatTurn): readonly ChatStep[] | null {
  const said = entries.findLast((entry) => entry.role === 'user')?.text ?? '';
  const answer = about === null ? undefined : quickQuestion(about.recommendation, said, true)?.answer;
  if (answer === undefined || typeof answer === 'string') return null;
  if (answer.kind === 'tasks') {
    if (tool !== 'list_tasks') return null;
    return [text(listed.safeParse(result).data?.tasks.length === 0 ? 'No task is open.' : answer.words)];
  }
  if (tool !== 'query_data') return null;
  const isNone = rows.safeParse(result).data?.total === 0;
  return [text(isNone ? `I find none among your ${topics[answer.collection].many}.` : answer.words)];
}
