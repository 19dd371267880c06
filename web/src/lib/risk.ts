import type { JsonValue } from '@model/json.ts';
import type { Risk } from '@model/policy.ts';
import type { StepDraft } from '@model/step.ts';
import { Shield, ShieldAlert, ShieldCheck } from 'lucide-react';
import type { StatusLook } from './status.ts';
import stepFacts from './step-facts.json' with { type: 'json' };

export const riskLook: Record<Risk, StatusLook> = {
  safe: { word: 'Safe', tone: 'good', icon: ShieldCheck },
  moderate: { word: 'Moderate risk', tone: 'warn', icon: Shield },
  high: { word: 'High risk', tone: 'bad', icon: ShieldAlert },
};

/** What each risk means, for those who say what may happen by itself. */
export const riskMeaning: Record<Risk, string> = {
  safe: 'Harms nobody: reading, comparing, telling the team',
  moderate: 'Can be embarrassing: an e-mail to a few, a call that writes',
  high: 'Cannot be taken back: an e-mail to many, a deletion, money',
};

interface RiskFacts {
  /** The worst that it can be. */
  readonly upTo: Risk;
  /** The one param that it depends on: on its value, or on how many it names, from how many on. */
  readonly by?: {
    readonly param: string;
    readonly byValue?: Readonly<Record<string, Risk>>;
    readonly byCount?: Readonly<Record<string, Risk>>;
    readonly without: Risk | null;
  };
}
const facts = stepFacts as Readonly<Record<string, { readonly risk: RiskFacts }>>;

/**
 * The risk of a step as far as it is written: the worst that it can be where a template has yet to say. The server looks
 * again at what it comes to.
 */
export function riskOf({ action, params }: Pick<StepDraft, 'action' | 'params'>): Risk {
  const { upTo, by } = facts[action]?.risk ?? { upTo: 'safe' };
  if (by === undefined) return upTo;
  const value = params[by.param];
  if (value === undefined) return by.without ?? upTo;
  if (by.byValue) return by.byValue[String(value)] ?? upTo;
  return byCount(by.byCount ?? {}, countOf(value)) ?? upTo;
}

function byCount(risks: Readonly<Record<string, Risk>>, count: number): Risk | null {
  const reached = Object.entries(risks).filter(([from]) => count >= Number(from));
  return reached.at(-1)?.[1] ?? null;
}

/** A lone template stands for one, since lists are seldom written so. */
function countOf(value: JsonValue): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'string' ? value.split(',').length : 0;
}
