import type { JsonObject, JsonValue } from '@model/json.ts';
import type { Risk } from '@model/policy.ts';
import type { StepDraft } from '@model/step.ts';
import { Shield, ShieldAlert, ShieldCheck } from 'lucide-react';
import type { StatusLook } from './status.ts';

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

/** Those steps whose risk is not `safe` whatever their params say. */
const RISKS: Readonly<Record<string, (params: JsonObject) => Risk>> = {
  send_email: ({ to }) => (countOf(to) > 5 ? 'high' : 'moderate'),
  notify: ({ to }) => (countOf(to) > 5 ? 'moderate' : 'safe'),
  delete_document: () => 'high',
  update_document: () => 'moderate',
  http_request: ({ method = 'GET' }) =>
    method === 'GET' || method === 'HEAD' ? 'safe' : method === 'DELETE' ? 'high' : 'moderate',
};

/** The risk of a step as far as it is written; the server looks again at what the templates come to. */
export function riskOf({ action, params }: Pick<StepDraft, 'action' | 'params'>): Risk {
  return RISKS[action]?.(params) ?? 'safe';
}

function countOf(value: JsonValue | undefined): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'string' ? value.split(',').length : 0;
}
