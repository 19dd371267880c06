import type { ProblemDetail } from '@model/problem.ts';
import type { StepDraft } from '@model/step.ts';
import { humanize } from '../../../lib/words.ts';
import type { Edited } from './edited.ts';

/** What of a playbook is shown in the form. */
export type Selection =
  | { readonly kind: 'general' }
  | { readonly kind: 'inputs' }
  | { readonly kind: 'trigger'; readonly index: number }
  | { readonly kind: 'step'; readonly id: string };

export function isSame(one: Selection | null, other: Selection | null): boolean {
  return one !== null && other !== null && keyOfSelection(one) === keyOfSelection(other);
}

export function keyOfSelection(selection: Selection): string {
  if (selection.kind === 'step') return `step:${selection.id}`;
  return selection.kind === 'trigger' ? `trigger:${selection.index}` : selection.kind;
}

/** A problem with the part of the playbook that it is about; its path begins inside of that. */
export interface PlacedProblem extends ProblemDetail {
  /** Null: the playbook as such. */
  readonly where: Selection | null;
}

/** Finds for each problem what it is about. `edited` is what was checked. */
export function placeProblems(edited: Edited, problems: readonly ProblemDetail[]): PlacedProblem[] {
  return problems.map(({ path, message }) => ({ ...placeOfPath(edited, path.split('.')), message: plain(message) }));
}

/** What a schema says of nothing, in words. */
function plain(message: string): string {
  return /^(This is needed|Too small: expected string to have >=1 char)/.test(message) ? 'This is needed' : message;
}

/** The field that a path inside of a step is about, in words: `params.rows.0.name` → `Rows 1 name`; empty for the step itself. */
export function fieldWords(path: string): string {
  const parts = path.split('.').filter((part) => part !== 'params' && part !== '');
  return humanize(parts.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part)).join(' '));
}

const LABELS: readonly string[] = ['name', 'description', 'category', 'agent', 'overlap'];

function placeOfPath(edited: Edited, path: readonly string[]): { where: Selection | null; path: string } {
  const [root = '', index = '', ...rest] = path;
  if (root === 'steps' || root === 'onFailure') {
    const found = stepAt(edited[root], [index, ...rest]);
    return found === null ? { where: null, path: path.join('.') } : found;
  }
  if (root === 'triggers' && index !== '') {
    return { where: { kind: 'trigger', index: Number(index) }, path: rest.join('.') };
  }
  if (root === 'inputs') return { where: { kind: 'inputs' }, path: [index, ...rest].join('.') };
  if (LABELS.includes(root)) return { where: { kind: 'general' }, path: path.join('.') };
  return { where: null, path: path.join('.') };
}

/** `['0', 'branches', '1', 'steps', '0', 'params', 'to']` → the inner step, `params.to`. */
function stepAt(steps: readonly StepDraft[], path: readonly string[]): { where: Selection; path: string } | null {
  const [index = '', ...rest] = path;
  const step = /^\d+$/.test(index) ? steps[Number(index)] : undefined;
  if (step?.id === undefined) return null;
  const inner = innerOf(step, rest);
  return inner ?? { where: { kind: 'step', id: step.id }, path: rest.join('.') };
}

function innerOf(step: StepDraft, path: readonly string[]) {
  const [root = '', index = '', list = '', ...rest] = path;
  if (root === 'steps' || root === 'errorSteps') return stepAt(step[root], path.slice(1));
  if (root !== 'branches' || list !== 'steps') return null;
  return stepAt(step.branches[Number(index)]?.steps ?? [], rest);
}
