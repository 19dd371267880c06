import { type ContractCondition, contractSchema } from '@model/contract.ts';
import { describe, expect, it } from 'vitest';
import { actionInWords, conditionInWords, conditionsInWords } from './contract-words.ts';

const gap: ContractCondition = {
  measure: 'price_gap',
  operator: '>',
  value: 10,
  unit: 'percent',
  base: 'our price',
  of: null,
};

describe('conditionInWords', () => {
  it('names unit and base, so that nothing is left to be guessed', () => {
    expect(conditionInWords(gap)).toBe('Price gap: more than 10 % of our price');
    expect(conditionInWords({ ...gap, unit: 'currency', value: 5, operator: '>=' })).toBe(
      'Price gap: at least 5.00 from our price',
    );
    const low: ContractCondition = {
      ...gap,
      measure: 'quantity',
      operator: '<',
      unit: 'count',
      base: 'none',
      value: 5,
    };
    expect(conditionInWords({ ...low, of: 'Blue Dream' })).toBe('Quantity of Blue Dream: less than 5');
    expect(conditionInWords({ ...low, measure: 'days_past_due', unit: 'days', value: 1 })).toBe(
      'Days past due: less than 1 day',
    );
    expect(conditionInWords({ ...low, measure: 'is_down', unit: 'none' })).toBe('It is down');
  });
});

describe('actionInWords', () => {
  it('says for whom, in which case, and what has to hold besides', () => {
    const action = {
      action: 'send_email',
      to: ['user', 'sam@a.example'],
      when: 'then',
      also: [],
      details: {},
    } as const;
    expect(actionInWords({ ...action, to: [...action.to], also: [] })).toBe(
      'Send email → whoever asked, sam@a.example',
    );
    expect(actionInWords({ ...action, to: [], when: 'otherwise', also: [{ ...gap, value: 20 }] })).toBe(
      'Otherwise send email, where also price gap: more than 20 % of our price',
    );
  });
});

it('acts each time where no condition was named', () => {
  const contract = contractSchema.parse({
    sentences: ['send me a report every Monday'],
    subject: 'nothing',
    agent: 'pops',
    triggers: [{ type: 'manual' }],
    conditions: [],
    actions: [{ action: 'notify' }],
  });
  expect(conditionsInWords(contract)).toEqual(['Each time it starts']);
});
