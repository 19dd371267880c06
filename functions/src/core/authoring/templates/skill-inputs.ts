import type { PlaybookDraft } from '../../../model/playbook.ts';

// What skills ask whenever they are run, each kind said in one way.

type Input = Pick<PlaybookDraft['inputs'][number], 'name' | 'label' | 'help' | 'type' | 'required' | 'default'> &
  Partial<PlaybookDraft['inputs'][number]>;

/** A line that has to be there, unless it has a default. */
export const line = (name: string, label: string, value: string | null = null, help = ''): Input => {
  return { name, label, help, type: 'text', required: value === null, default: value };
};
/** A line that may stay empty. */
export const optionalLine = (name: string, label: string, help = ''): Input => {
  return { name, label, help, type: 'text', required: false, default: null };
};
export const choice = (name: string, label: string, options: readonly [string, ...string[]], help = ''): Input => {
  return { name, label, help, type: 'select', required: true, options: [...options], default: options[0] };
};
export const amount = (
  name: string,
  label: string,
  value: number | null,
  [min, max]: readonly [number, number],
  help = '',
): Input => {
  return { name, label, help, type: 'number', required: true, min, max, default: value };
};
export const day = (name: string, label: string, help = ''): Input => {
  return { name, label, help, type: 'date', required: false, default: null };
};
export const lines = (name: string, label: string, help = 'One per line'): Input => {
  return { name, label, help, type: 'list', required: true, default: null };
};

export const manual: PlaybookDraft['triggers'] = [{ type: 'manual' }];
