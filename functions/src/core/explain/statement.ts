import type { Evidence, Explanation, ExplanationLink, Sentence } from '../../model/explanation.ts';
import type { Engine } from '../engine/engine.ts';
import { localTime } from '../triggering/describe-recurrence.ts';

/** Where explanations come from: what is stored, the time, and the titles of the step types. */
export type Records = Pick<Engine, 'store' | 'clock' | 'catalog'>;

/** Part of an explanation. */
export interface Account {
  readonly sentences: readonly Sentence[];
  readonly links: readonly ExplanationLink[];
}

/** What can be said of a start at a time, the most telling first. */
export const RANKS = ['ran', 'skipped', 'did_not', 'to_come', 'nothing_due'] as const;

/** What became of one trigger, or of whoever else may start a playbook, at a time. */
export interface Answer extends Account {
  readonly rank: (typeof RANKS)[number];
  /** The answer in a sentence or two. */
  readonly headline: string;
  /** The executions that it is about. */
  readonly told: readonly string[];
}

/** A sentence; at least one fact is behind each. */
export function say(text: string, first: Evidence, ...more: readonly Evidence[]): Sentence {
  return { text, evidence: [first, ...more] };
}

/** `path` is the document below the tenant, null for what was worked out. */
export function fact(label: string, value: string | number | null, path: string | null): Evidence {
  return { label, value: value === null ? 'none' : String(value), path };
}

/** An instant, in UTC; null is told as `none`. */
export function instant(label: string, at: Date | null, path: string | null): Evidence {
  return fact(label, at?.toISOString() ?? null, path);
}

/** An instant for people, in the tenant's zone. */
export type TimeWords = (at: Date) => string;

export function timesIn(zone: string): TimeWords {
  return (at) => localTime(at, zone);
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `2 hours 5 minutes`, `40 seconds`, `300 ms`. */
export function lasting(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1_000) return `${Math.round(size)} ms`;
  const parts: string[] = [];
  let rest = size;
  for (const [unit, length] of UNITS) {
    const whole = Math.floor(rest / length);
    rest -= whole * length;
    if (whole > 0) parts.push(counted(whole, unit));
    if (parts.length === 2 || (parts.length === 1 && whole === 0)) break;
  }
  return parts.join(' ');
}

/** `1 step`, `3 steps`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A name in a sentence. */
export function quoted(name: string): string {
  return `“${name}”`;
}

/** Text that begins with a capital and ends like a sentence. */
export function sentenceOf(text: string): string {
  const trimmed = text.trim();
  const ended = /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
  return ended.charAt(0).toUpperCase() + ended.slice(1);
}

export function executionLink(label: string, executionId: string): ExplanationLink {
  return { label, href: `/executions/${executionId}` };
}

export function playbookLink(label: string, playbookId: string): ExplanationLink {
  return { label, href: `/playbooks/${playbookId}` };
}

const ISO_INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/**
 * The parts in their order; a link that several of them have is given once. Stored messages that hold an instant in
 * UTC are told in the tenant's zone like the rest.
 */
export function explanationOf(summary: string, accounts: readonly Account[], time: TimeWords): Explanation {
  const inZone = (text: string) => text.replaceAll(ISO_INSTANT, (iso) => time(new Date(iso)));
  const links = new Map(accounts.flatMap((account) => account.links).map((link) => [link.href, link]));
  const sentences = accounts.flatMap((account) => account.sentences);
  return {
    summary: inZone(summary),
    sentences: sentences.map(({ text, evidence }) => ({ text: inZone(text), evidence })),
    links: [...links.values()],
  };
}
