import { CircleCheck, Sprout, TriangleAlert } from 'lucide-react';
import type { StatusLook } from '../../../lib/status.ts';
import type { Trust } from '../api/get-agents.ts';

/** Fewer answers say nothing yet. */
const ENOUGH = 5;

const looks = {
  new: { word: 'Too early to say', tone: 'neutral', icon: Sprout },
  earned: { word: 'Well trusted', tone: 'good', icon: CircleCheck },
  mostly: { word: 'Mostly trusted', tone: 'info', icon: CircleCheck },
  seldom: { word: 'Often refused', tone: 'warn', icon: TriangleAlert },
} as const satisfies Record<string, StatusLook>;

/** How far people trust an agent, by how they have answered. */
export function trustLook({ approved, edited, rejected }: Trust): StatusLook {
  const answers = approved + edited + rejected;
  if (answers < ENOUGH) return looks.new;
  const share = (approved + edited) / answers;
  if (share >= 0.9) return looks.earned;
  return share >= 0.6 ? looks.mostly : looks.seldom;
}

/** The same in sentences, each about something that there is. */
export function trustWords({ approved, edited, rejected, expired, done, escalated }: Trust): string {
  const yes = approved + edited;
  const changed = edited === 0 ? '' : `, ${edited === yes ? 'each time' : `${edited} of them`} after a change`;
  const answers = [yes > 0 ? `yes ${times(yes)}${changed}` : '', rejected > 0 ? `no ${times(rejected)}` : ''].filter(
    (part) => part !== '',
  );
  const sentences = [
    answers.length > 0 ? `People said ${answers.join(' and ')}.` : '',
    expired > 0 ? `${counted(expired, 'question')} got no answer.` : '',
    done > 0 ? `${counted(done, 'task')} done.` : '',
    escalated > 0 ? `${counted(escalated, 'task')} needed a person.` : '',
  ].filter((part) => part !== '');
  return sentences.length === 0 ? 'Nobody has been asked for anything in the last 90 days.' : sentences.join(' ');
}

const times = (count: number) =>
  count === 1 ? 'once' : count === 2 ? 'twice' : `${count.toLocaleString('en-US')} times`;
const counted = (count: number, one: string) => `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;
