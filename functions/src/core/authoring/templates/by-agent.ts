import { z } from 'zod';
import type { AgentId } from '../../../model/agent.ts';
import type { Built } from './template.ts';

/** Who works it out: the fixed steps of the template, or a language model that looks for itself. */
export const decider = () =>
  z.enum(['steps', 'agent'], 'Choose one').default('steps').meta({
    title: 'Who works it out?',
    description:
      'Steps: always the same, without a language model. Agent: a language model looks for itself and tells you what it would do; it changes nothing',
  });

interface Work {
  readonly agent: AgentId;
  /** The task, in plain language. */
  readonly goal: string;
  readonly tools: readonly string[];
  readonly subject: string;
}

/** An agent that looks things up by itself and reports to the owner; what is to be done of it, people do. */
export function byAgent({ agent, goal, tools, subject }: Work): Built['steps'] {
  return [
    { id: 'agent', action: 'run_agent', params: { agent, goal, tools: [...tools], maxSteps: 8, maxTokens: 80_000 } },
    { id: 'report', action: 'notify', params: { subject, message: '{{steps.agent.answer}}' } },
  ];
}
