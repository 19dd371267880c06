import type { JsonObject } from '../../src/model/json.ts';
import type { Script } from './cloud.ts';

const look = (id: string, more: JsonObject = {}): JsonObject => ({ id, action: 'look', params: { id }, ...more });
const send = (id: string, more: JsonObject = {}): JsonObject => ({ id, action: 'send', ...more });
const put = (id: string, more: JsonObject = {}): JsonObject => ({ id, action: 'put', ...more });
const pause = (id: string, length = '90 s'): JsonObject => ({ id, action: 'wait', params: { for: length } });
const ways = (join: string, ...branches: JsonObject[][]): JsonObject => ({
  id: 'fork',
  action: 'parallel',
  params: { join },
  branches: branches.map((steps, index) => ({ id: `way${index}`, steps })),
});
const each = (count: number, steps: JsonObject[], more: JsonObject = {}): JsonObject => ({
  id: 'loop',
  action: 'for_each',
  params: { items: Array.from({ length: count }, (_, index) => index), concurrency: 2, ...more },
  steps,
});
const hold: JsonObject = { id: 'hold', action: 'hold' };
const failAt = (item: number): JsonObject => ({ id: 'f', action: 'fail', condition: `item == ${item}` });
const few: JsonObject = { condition: 'item == 1 || item == 200' };
const mail = (id: string): JsonObject => ({ id, action: 'mail' });
const think = (id: string): JsonObject => ({ id, action: 'think' });
const end = send('end');

/** One playbook for each step kind and word of the flow, with what comes before and after it. */
export const scripts: Readonly<Record<string, Script>> = {
  'steps without, with idempotent and with once effects': { steps: [look('a'), put('b'), send('c'), put('d'), end] },
  'acts that take seconds': { steps: [{ id: 'slow', action: 'slow' }, end] },
  'a retry later': { steps: [{ id: 'busy', action: 'busy' }, end] },
  'a condition that does not hold': { steps: [look('a'), send('b', { condition: 'steps.a.id == "z"' }), end] },
  branch: {
    steps: [
      look('a'),
      {
        id: 'choice',
        action: 'branch',
        branches: [
          { id: 'one', condition: 'steps.a.id == "a"', steps: [send('yes'), pause('w'), put('also')] },
          { id: 'other', steps: [send('no')] },
        ],
      },
      end,
    ],
  },
  for_each: { steps: [each(3, [put('p'), send('s'), look('l')]), end] },
  'for_each that waits': { steps: [each(3, [send('s'), pause('w'), put('p')]), end] },
  'for_each whose items may fail': {
    steps: [
      each(3, [look('l'), { id: 'f', action: 'fail', condition: 'item == 1' }, send('s')], { onItemError: 'continue' }),
      end,
    ],
  },
  'for_each in shares': {
    steps: [each(201, [look('l'), send('s', few), put('p', few)], { concurrency: 50 }), end],
  },
  'for_each in shares one after the other, whose items may fail': {
    steps: [each(101, [look('l'), failAt(100), put('p', few)], { onItemError: 'continue' }), end],
  },
  'for_each in shares that fails': {
    steps: [each(201, [failAt(100), pause('w', '2 h'), send('s', few)], { concurrency: 50 })],
    isRace: true,
  },
  'parallel all': { steps: [ways('all', [send('s'), pause('w'), put('p')], [look('l'), put('q')]), end] },
  'parallel all that fails': { steps: [ways('all', [pause('w'), send('s')], [{ id: 'f', action: 'fail' }])] },
  'parallel any': { steps: [ways('any', [pause('w', '2 h'), send('s')], [look('l'), put('p')]), end] },
  'parallel settled': { steps: [ways('settled', [pause('w'), send('s')], [{ id: 'f', action: 'fail' }]), end] },
  'a wait for a time': { steps: [send('s'), pause('w'), end] },
  'a wait for an event': {
    steps: [send('s'), { id: 'paid', action: 'wait_for_event', params: { eventName: 'invoice.paid' } }, end],
  },
  'a wait for an answer': {
    steps: [
      send('hand', { params: { url: '{{callbacks.answer}}' } }),
      { id: 'answer', action: 'wait', params: { callback: true } },
      look('body', { params: { paid: '{{steps.answer.body.paid}}' } }),
      end,
    ],
  },
  'a pause between two steps': { steps: [send('s'), hold, send('t'), put('p'), end] },
  'a pause in the ways of a fork': {
    steps: [ways('all', [hold, send('s'), put('p')], [pause('w', '10 s'), send('t')], [look('l'), pause('v')]), end],
  },
  'a pause in a loop': { steps: [each(3, [{ ...hold, condition: 'item == 0' }, send('s'), put('p')]), end] },
  'a pause over parts of a loop': {
    steps: [hold, each(101, [look('l'), send('s', { condition: 'item == 1' })], { concurrency: 50 }), end],
  },
  'a pause while another playbook is called': {
    steps: [hold, { id: 'call', action: 'run_playbook', params: { playbookId: 'other' } }, end],
    others: { other: [send('s'), look('l')] },
  },
  'a pause before the steps for a failure': {
    steps: [hold, { id: 'f', action: 'fail' }],
    onFailure: [send('sorry'), end],
  },
  'a pause before an approval': {
    steps: [hold, { id: 'ask', action: 'request_approval', params: { title: 'Go on?' } }, end],
  },
  'an approval': { steps: [send('s'), { id: 'ask', action: 'request_approval', params: { title: 'Go on?' } }, end] },
  'acts that need a yes': { steps: [send('s', { requiresApproval: true }), put('p', { approval: {} }), end] },
  'a loop whose acts need a yes': { steps: [each(2, [send('s', { requiresApproval: true }), look('l')]), end] },
  'acts that are limited, and cost something': {
    steps: [mail('m'), think('t'), mail('n'), think('u'), end],
    limits: { daily: { email_send: 1 } },
    timezone: 'Asia/Tokyo',
  },
  'a loop of limited acts': {
    steps: [each(3, [mail('m'), think('t')], { concurrency: 1 }), end],
    limits: { daily: { email_send: 2 } },
    timezone: 'Asia/Tokyo',
  },
  'another playbook': {
    steps: [
      { id: 'call', action: 'run_playbook', params: { playbookId: 'other' } },
      look('got', { params: { id: '{{steps.call.outputs.l.id}}' } }),
      end,
    ],
    others: { other: [send('s'), pause('w'), look('l')] },
  },
  'another playbook that fails': {
    steps: [{ id: 'call', action: 'run_playbook', params: { playbookId: 'other' }, onError: 'continue' }, end],
    others: { other: [pause('w'), { id: 'f', action: 'fail' }] },
  },
  'steps for a failure of the playbook': {
    steps: [send('s'), { id: 'f', action: 'fail' }],
    onFailure: [look('why', { params: { id: '{{error.message}}' } }), pause('w'), end],
  },
  'steps for a failure of a step': {
    steps: [{ id: 'f', action: 'fail', onError: 'branch', errorSteps: [send('s'), pause('w'), put('p')] }, end],
  },
  'an agent that uses tools': {
    steps: [
      { id: 'agent', action: 'run_agent', params: { goal: 'Do it', tools: ['send', 'look', 'put', 'wait'] } },
      end,
    ],
  },
  'a stop in the middle': {
    steps: [
      ways(
        'all',
        [pause('w', '2 h'), send('s')],
        [send('t'), { id: 'stop', action: 'stop_execution', params: { reason: 'Enough' } }],
      ),
      end,
    ],
  },
};
