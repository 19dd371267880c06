import type { StepResult } from '../../model/execution.ts';
import type { JsonValue } from '../../model/json.ts';
import type { Trusted } from '../../model/policy.ts';
import { allSteps, type Step } from '../../model/step.ts';
import type { PlacedStep, Run } from '../engine/executors/executor.ts';
import { ExpressionError, type Path, parseTemplatesIn } from '../engine/expression.ts';
import type { Scope } from '../engine/scope.ts';
import type { AnyStepType } from '../engine/step-type.ts';

const MAX_SOURCES = 20;

/** Whether a value that is about to be filled in reads what strangers may have written. In doubt it does. */
function isTainted(value: JsonValue, taint: readonly string[], scope: Scope): boolean {
  try {
    return parseTemplatesIn(value).some((path) => isTaintedPath(path, taint, scope));
  } catch (error) {
    if (error instanceof ExpressionError) return true;
    throw error;
  }
}

export function readsTainted({ holder }: Run, { step, scope }: PlacedStep): boolean {
  return isTainted(step.params, holder.state.taint, scope);
}

/** Those of the named params that strangers may have had a say in. */
export function taintedParams({ holder }: Run, { step, scope }: PlacedStep, names: readonly string[]): string[] {
  return names.filter((name) => isTainted(step.params[name] ?? null, holder.state.taint, scope));
}

/** An error's words may be those of whoever answered. */
function isTaintedPath([root = '', first]: Path, taint: readonly string[], { tainted }: Scope): boolean {
  switch (root) {
    case 'error':
      return true;
    case 'event':
    case 'inputs':
      return taint.includes(root);
    case 'steps': {
      const all = Object.entries(tainted).some(([name, is]) => is && name.startsWith('steps.'));
      return first === undefined ? all : tainted[`steps.${first}`] === true;
    }
    default:
      return tainted[root] === true;
  }
}

/** Whether the output of a step may hold what strangers wrote: it read that, brings it in, or one of its inner steps did. */
export function isOutputTainted(run: Run, { path, isTainted: before }: StepResult, type: AnyStepType): boolean {
  if (type.kind === 'action' && type.isTainting) return true;
  if (before || (type.kind !== 'fork' && type.kind !== 'unfold')) return before;
  return isInnerSuspect(run, path);
}

/** Whether what was done on one of the ways, or in one of the rounds, of the step at `path` may hold it. */
export function isInnerSuspect({ holder }: Run, path: string): boolean {
  return holder.state.stepResults.some((one) => isSuspect(one) && one.path.startsWith(`${path}[`));
}

/**
 * Whether what a block tells of one of its steps may hold what strangers wrote; an error may quote whoever answered, but
 * for one about params, which nobody was asked with.
 */
export function isSuspect({ isTainted, status, error }: Pick<StepResult, 'isTainted' | 'status' | 'error'>): boolean {
  return isTainted || (status === 'failed' && error?.code !== 'bad_params');
}

/** Puts on record where it came in: `event`, `inputs` or the address of a step, without the places of items. */
export function noteSources({ holder }: Run, ...sources: readonly string[]): void {
  const { taint } = holder.state;
  const all = [...new Set([...taint, ...sources.map((source) => source.replaceAll(/\[[^\]]*\]/g, ''))])];
  if (all.length > taint.length) holder.change({ taint: all.slice(0, MAX_SOURCES) });
}

/** Where it came in, in words for people: `https://rival.example`. */
export function sourceWords({ holder, content }: Run): string {
  const steps = allSteps([...content.steps, ...content.onFailure]);
  const words = [...new Set(holder.state.taint.map((source) => wordsOf(source, steps)))];
  if (words.length === 0) return 'the words of an error';
  const shown = words.slice(0, 3).join(', ');
  return words.length > 3 ? `${shown} and ${words.length - 3} more` : shown;
}

function wordsOf(source: string, steps: readonly Step[]): string {
  if (source === 'event') return 'the event that started it';
  if (source === 'inputs') return 'what it was given by the playbook that called it';
  const id = source.slice(source.lastIndexOf('.') + 1);
  const [origin] = originsIn(steps.find((step) => step.id === id)?.params ?? null);
  return origin ?? `the step '${id}'`;
}

function originsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return /^https?:\/\/[^\s/{?#]+/.exec(value)?.slice(0, 1) ?? [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(originsIn);
}

/** Whether everything that a param names (addresses, hosts) may be named by anyone: it is on the list, or of the team. */
export function isTrusted(value: JsonValue, trusted: Trusted, own: ReadonlySet<string>): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.every((one) => isTrusted(one, trusted, own));
  if (typeof value !== 'string') return false;
  const host = hostOf(value);
  if (host !== null) return trusted.hosts.includes(host);
  return value.split(',').every((part) => {
    const address = part.trim().toLowerCase();
    const at = address.lastIndexOf('@');
    if (at < 1) return false;
    const domain = address.slice(at + 1);
    return own.has(address) || trusted.recipients.includes(address) || trusted.recipients.includes(domain);
  });
}

function hostOf(text: string): string | null {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).hostname.toLowerCase() : null;
}
