import type { ItemPrice, ItemStatus, reportReasonSchema } from '@model/gallery.ts';
import type { OwnItemView, reviewHurdleSchema, TakenOut } from '@model/gallery-views.ts';
import { CircleCheck, Hourglass, Trash2, Undo2, X } from 'lucide-react';
import type { z } from 'zod';
import type { StatusLook } from '../../../lib/status.ts';
import type { GallerySort } from './gallery.ts';

/** What playbooks are for, as the templates have it. */
export const CATEGORIES = ['customers', 'finance', 'intelligence', 'marketing', 'operations', 'revenue'] as const;

export const sortWords: Readonly<Record<GallerySort, string>> = {
  popular: 'Most installed',
  new: 'Newest',
  rating: 'Best rated',
};

/** `Free`, `$9`, `€12.50`. */
export function priceWords(price: ItemPrice | null): string {
  if (price === null) return 'Free';
  const { amount, currency } = price;
  const digits = amount % 100 === 0 ? 0 : 2;
  const format = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return (amount / 100).toLocaleString('en-US', format);
}

/** What somebody writes as a price, in the smallest unit: `9`, `9.5`, `12.50`; null where it is none. */
export function readPrice(text: string): number | null {
  const [, whole, part = ''] = /^\s*(\d{1,4})(?:[.,](\d{1,2}))?\s*$/.exec(text) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

/** `4.3 of 5 by 12`; `Not rated yet`. */
export function ratingWords(average: number | null, ratings: number): string {
  if (average === null || ratings === 0) return 'Not rated yet';
  return `${average.toFixed(1)} of 5, ${ratings === 1 ? '1 rating' : `${ratings.toLocaleString('en-US')} ratings`}`;
}

export function installsWords(installs: number): string {
  if (installs === 0) return 'Nobody has installed it yet';
  return installs === 1 ? 'Installed once' : `Installed ${installs.toLocaleString('en-US')} times`;
}

export const hurdleWords: Readonly<Record<z.infer<typeof reviewHurdleSchema>, string>> = {
  own: 'Your business has published it, so it is for others to rate.',
  not_installed: 'Install it and run it first: only who has used it rates it.',
  not_run: 'Run it for real first: only who has used it rates it, and a dry run does not count.',
};

export const reasonWords: Readonly<Record<z.infer<typeof reportReasonSchema>, string>> = {
  harmful: 'It does harm',
  misleading: 'It is not what it says',
  private_data: 'It holds somebody’s private data',
  copied: 'It is copied from somebody else',
  broken: 'It does not work',
  other: 'Something else',
};

export const itemStatus: Readonly<Record<ItemStatus, StatusLook>> = {
  pending: { word: 'Waits for a moderator', tone: 'warn', icon: Hourglass },
  published: { word: 'In the gallery', tone: 'good', icon: CircleCheck },
  refused: { word: 'Refused', tone: 'bad', icon: X },
  removed: { word: 'Taken down', tone: 'bad', icon: Trash2 },
  withdrawn: { word: 'Withdrawn', tone: 'neutral', icon: Undo2 },
};

/** What goes on with an own item beside its status; null where there is nothing to add. */
export function waitingWords({ status, waiting, version }: Pick<OwnItemView, 'status' | 'waiting' | 'version'>) {
  if (waiting === null || status === 'pending') return null;
  return `Version ${waiting} waits for a moderator${version === null ? '' : `; version ${version} is shown until then`}.`;
}

const WHAT: Readonly<Record<TakenOut['what'], string>> = {
  connection: 'A connection',
  email: 'An e-mail address',
  phone: 'A phone number',
  address: 'A web address',
  person: 'A person',
  id: 'An id',
  secret: 'A secret',
  name: 'A name',
};

/** `An e-mail address in the step notify. Whoever installs it is asked instead: Recipient.` */
export function takenOutWords({ path, what, input }: TakenOut, labelOf: (input: string) => string): string {
  const { stepId } = placeOf(path);
  const where = stepId === null ? '' : ` in the step ${stepId}`;
  const asked = input === null ? 'It is left out.' : `Whoever installs it is asked instead: ${labelOf(input)}.`;
  return `${WHAT[what]}${where}. ${asked}`;
}

/** Where in a playbook something is: `steps.notify.params.to` is in the step `notify`, in its `to`. */
export function placeOf(path: string): { readonly stepId: string | null; readonly field: string | null } {
  const [, stepId, field] = /^(?:steps|onFailure)\.([\w-]+)(?:\.params\.([\w-]+))?/.exec(path) ?? [];
  const isPosition = stepId !== undefined && /^\d+$/.test(stepId);
  return { stepId: stepId === undefined || isPosition ? null : stepId, field: field ?? null };
}
