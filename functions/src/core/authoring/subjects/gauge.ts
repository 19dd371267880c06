import type { ContractCondition } from '../../../model/contract.ts';
import type { JsonObject } from '../../../model/json.ts';
import { celLower, celText } from './cel.ts';
import type { Gauge } from './subject.ts';

type Unit = ContractCondition['unit'];

/** A figure: `read` gives its CEL for the unit and base, `needs` the fields without which there is none. */
export function computed(
  needs: readonly string[],
  read: (it: string, condition: ContractCondition) => string | null,
  at: (value: number, condition: ContractCondition) => JsonObject,
): Gauge {
  return {
    holds: (it, condition) => {
      const { operator, value } = condition;
      const figure = read(it, condition);
      if (figure === null || typeof value !== 'number' || operator === 'contains') return null;
      return [...needs.map((field) => `has(${it}.${field})`), `${figure} ${operator} ${value}`].join(' && ');
    },
    at: (value, condition) => at(Number(value), condition),
  };
}

/** A figure that stands in a field. */
export function figure(field: string, units: readonly Unit[], isSure = false): Gauge {
  return computed(
    isSure ? [] : [field],
    (it, { unit }) => (unit === 'none' || units.includes(unit) ? `${it}.${field}` : null),
    (value) => ({ [field]: value }),
  );
}

/** A figure that has just come to be so: it holds of what is now, and not of what was before (null for the first). */
export function crossing(now: string, before: string, units: readonly Unit[]): Gauge {
  const [gauge, old] = [figure(now, units, true), figure(before, units, true)];
  return {
    holds: (it, condition) => {
      const [is, was] = [gauge.holds(it, condition), old.holds(it, condition)];
      return is && was ? `${is} && !(has(${it}.${before}) && ${was})` : null;
    },
    // Before, it just did not hold.
    at: (value, { operator, value: limit }) => ({
      [now]: Number(value),
      [before]: Number(limit) + (operator === '<=' || operator === '==' ? 1 : operator === '>=' ? -1 : 0),
    }),
  };
}

/** A text that stands in one of several fields; the first is the one that examples write into. */
export function texts(...fields: readonly [string, ...string[]]): Gauge {
  return {
    holds: (it, { operator, value }) => {
      const wanted = celText(String(value).toLowerCase());
      if (operator !== '==' && operator !== 'contains') return null;
      const is = (text: string) => (operator === '==' ? `${text} == ${wanted}` : `${text}.contains(${wanted})`);
      const list = fields.map((field) => is(celLower(`${it}.${field}`)));
      return list.length === 1 ? list.join('') : `(${list.join(' || ')})`;
    },
    at: (value) => ({ [fields[0]]: String(value) }),
  };
}

/** Told of every one of them, so whatever is asked of it. */
export const always = () => true;
/** Told at a moment of its own, which is not when a condition comes true. */
export const never = () => false;

/** Told on these days only: from one of them on, or on just that one. */
export function onDays(...days: readonly number[]) {
  return ({ operator, value }: ContractCondition): boolean =>
    (operator === '==' || operator === '>=') && days.some((day) => day === value);
}
