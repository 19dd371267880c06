import { z } from 'zod';
import type { AgentId } from '../../../model/agent.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Built } from './template.ts';

/** Who works it out: the fixed steps of the template, or a language model that looks and acts for itself. */
export const decider = () =>
  z.enum(['steps', 'agent'], 'Choose one').default('steps').meta({
    title: 'Who works it out?',
    description:
      'Steps: always the same, without a language model. Agent: a language model looks for itself and decides, with the tools that the steps have',
  });

interface Work {
  readonly agent: AgentId;
  /** The task, in plain language. */
  readonly goal: string;
  /** What there is to know besides. */
  readonly context?: JsonObject;
  readonly tools: readonly string[];
  /** Whether a person is asked before each act. */
  readonly confirm: boolean;
  readonly subject: string;
}

/** An agent that does the task with its tools, and reports to the owner. */
export function byAgent({ agent, goal, context, tools, confirm, subject }: Work): Built['steps'] {
  const limits = { maxSteps: 12, maxTokens: 120_000 };
  return [
    {
      id: 'agent',
      action: 'run_agent',
      params: { agent, goal, ...(context && { context }), tools: [...tools], confirm, ...limits },
    },
    { id: 'report', action: 'notify', params: { subject, message: '{{steps.agent.answer}}' } },
  ];
}
