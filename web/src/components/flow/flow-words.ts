import type { StepDraft } from '@model/step.ts';
import { conditionWords } from '../../lib/condition-words.ts';
import { humanize, stepWords } from '../../lib/words.ts';
import type { FrameLabel } from './layout.ts';

/** `Only if price gap is above 10`; null when it is always done. */
export function onlyIf({ condition }: Pick<StepDraft, 'condition'>): string | null {
  return condition === null ? null : `Only if ${conditionWords(condition) ?? condition}`;
}

export function asksFirst({ requiresApproval, approval }: StepDraft): boolean {
  return requiresApproval || approval !== null;
}

/** What a frame is about: `For each item`, `If margin is below 20`, `If it fails`. */
export function frameWords(label: FrameLabel): string {
  switch (label.kind) {
    case 'loop':
      return 'Again for each one';
    case 'failure':
      return label.of === 'step' ? 'If this fails' : 'If anything fails';
    case 'way': {
      const { branchId, condition, isChoice } = label;
      if (condition !== null) return `If ${conditionWords(condition) ?? condition}`;
      return isChoice ? 'Otherwise' : `At once: ${humanize(branchId)}`;
    }
  }
}

/** What a step is about: its most telling params; else its name, where somebody gave it one. */
export function aboutStep({ id, action, params }: Pick<StepDraft, 'id' | 'action' | 'params'>): string | null {
  const { detail, title } = stepWords({ action, params });
  if (detail !== null || id === undefined || /^step_?\d*$/.test(id)) return detail;
  const name = humanize(id.replace(/_\d+$/, ''));
  const isSaid = name === humanize(action) || title.toLowerCase().includes(name.toLowerCase());
  return isSaid ? null : name;
}
