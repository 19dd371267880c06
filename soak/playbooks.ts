import type { JsonObject } from '../functions/src/model/json.ts';
import type { Kind } from './receipts.ts';

/** One act that a start of the playbook owes the receiver, exactly once. */
export interface Act {
  readonly kind: Exclude<Kind, 'page'>;
  readonly step: string;
}

/** What the playbooks of the mix are about. */
export interface World {
  readonly receiver: string;
  /** The expression that names the start. */
  readonly marker: string;
  /** The id of a playbook that stands earlier in the mix. */
  playbookId(name: string): string;
}

/** A playbook of the mix; its `share` is against the sum of all. To widen the soak, add an entry. */
export interface SoakPlaybook {
  readonly name: string;
  readonly share: number;
  steps(world: World): JsonObject[];
  readonly owes: readonly Act[];
  /** By an event instead of a client; what pauses hold of it goes by the choices at their ends. */
  readonly isByEvent?: true;
}

/** The event that starts those of the mix that are started by one; its data has the marker. */
export const EVENT_NAME = 'custom.soak_happened';

/** What a start is given; a playbook that runs another one hands it on. */
export const inputs: JsonObject[] = [
  { name: 'marker', type: 'text', required: true },
  { name: 'hold_ms', type: 'number', default: 1_000 },
];

const METHOD = { page: 'GET', put: 'PUT', once: 'POST' } as const satisfies Record<Kind, string>;
/** At the end of a step's name: the receiver answers late. */
const HELD = '?hold={{inputs.hold_ms}}';

/** A call of the receiver. The body is made of the inputs only, and so the same at every attempt. */
function call({ receiver, marker }: World, kind: Kind, step: string, more = ''): JsonObject {
  const body = kind === 'page' ? {} : { body: { marker, step } };
  const url = `${receiver}/${kind}/${marker}/${step}${more}`;
  return { id: step, action: 'http_request', params: { method: METHOD[kind], url, ...body } };
}

const put = (step: string): Act => ({ kind: 'put', step });
const once = (step: string): Act => ({ kind: 'once', step });
const count = (length: number) => Array.from({ length }, (_, index) => index);

const sequences: readonly SoakPlaybook[] = [
  {
    name: 'quick steps',
    share: 0.15,
    steps: (world) => [
      { id: 'limit', action: 'set_variables', params: { value: 10 } },
      { id: 'twice', action: 'set_variables', params: { value: '{{steps.limit.value * 2}}' } },
      { ...call(world, 'put', 'record'), condition: '{{steps.twice.value}} > 10' },
      { ...call(world, 'once', 'never'), condition: '{{steps.twice.value}} > 100' },
    ],
    owes: [put('record')],
  },
  {
    name: 'read, then act once',
    share: 0.2,
    steps: (world) => [
      call(world, 'page', 'stock'),
      { id: 'found', action: 'set_variables', params: { outcome: '{{steps.stock.body.outcome}}' } },
      call(world, 'once', 'mail'),
      call(world, 'put', 'after'),
    ],
    owes: [once('mail'), put('after')],
  },
  {
    name: 'acts with a key',
    share: 0.15,
    steps: (world) => ['first', 'second', 'third'].map((step) => call(world, 'put', step)),
    owes: [put('first'), put('second'), put('third')],
  },
  {
    name: 'a slow page between two acts',
    share: 0.15,
    steps: (world) => [call(world, 'put', 'before'), call(world, 'page', 'slow', HELD), call(world, 'once', 'after')],
    owes: [put('before'), once('after')],
  },
  {
    name: 'acts that are slow to answer',
    share: 0.1,
    steps: (world) => [call(world, 'put', 'slow', HELD), call(world, 'once', 'mail', HELD)],
    owes: [put('slow'), once('mail')],
  },
];

const flows: readonly SoakPlaybook[] = [
  {
    name: 'a loop',
    share: 0.08,
    steps: (world) => [
      {
        id: 'loop',
        action: 'for_each',
        params: { items: count(6), concurrency: 3 },
        steps: [call(world, 'page', 'look'), call(world, 'put', 'item', '-{{index}}')],
      },
      call(world, 'once', 'mail'),
    ],
    owes: [...count(6).map((index) => put(`item-${index}`)), once('mail')],
  },
  {
    name: 'a loop over more than one execution takes',
    share: 0.01,
    steps: (world) => [
      {
        id: 'loop',
        action: 'for_each',
        params: { items: count(120), concurrency: 20 },
        steps: [call(world, 'put', 'item', '-{{index}}')],
      },
    ],
    owes: count(120).map((index) => put(`item-${index}`)),
  },
  {
    name: 'several ways at once',
    share: 0.08,
    steps: (world) => [
      {
        id: 'ways',
        action: 'parallel',
        branches: [
          { id: 'one', steps: [call(world, 'put', 'left'), call(world, 'once', 'mail')] },
          { id: 'two', steps: [call(world, 'page', 'slow', HELD), call(world, 'put', 'right')] },
        ],
      },
      call(world, 'put', 'after'),
    ],
    owes: [put('left'), once('mail'), put('right'), put('after')],
  },
  {
    name: 'a choice and a pause',
    share: 0.08,
    steps: (world) => [
      {
        id: 'choice',
        action: 'branch',
        branches: [
          { id: 'taken', condition: '{{inputs.hold_ms}} > 0', steps: [call(world, 'once', 'mail')] },
          { id: 'otherwise', steps: [call(world, 'once', 'never')] },
        ],
      },
      { id: 'pause', action: 'wait', params: { for: '7 s' } },
      call(world, 'put', 'after'),
    ],
    owes: [once('mail'), put('after')],
  },
  {
    name: 'a playbook that runs another',
    share: 0.08,
    steps: (world) => [
      call(world, 'put', 'before'),
      {
        id: 'other',
        action: 'run_playbook',
        params: { playbookId: world.playbookId('quick steps'), inputs: { marker: '{{inputs.marker}}' } },
      },
      call(world, 'once', 'mail'),
    ],
    owes: [put('before'), put('record'), once('mail')],
  },
];

/** What a person, a limit or a pause has a word in. */
const governed: readonly SoakPlaybook[] = [
  {
    name: 'an act that needs a yes',
    share: 0.05,
    steps: (world) => [
      call(world, 'put', 'before'),
      { ...call(world, 'once', 'asked'), requiresApproval: true },
      call(world, 'put', 'after'),
    ],
    owes: [put('before'), once('asked'), put('after')],
  },
  {
    name: 'a mail, of which there are so many a day',
    share: 0.08,
    steps: (world) => [
      {
        id: 'letter',
        action: 'send_email',
        params: { to: 'ada@example.com', subject: `${world.marker}/letter`, body: 'Hello Ada' },
      },
      call(world, 'put', 'after'),
    ],
    owes: [once('letter'), put('after')],
  },
  {
    name: 'started by an event',
    share: 0.15,
    isByEvent: true,
    steps: (world) => [call(world, 'put', 'before'), call(world, 'once', 'mail'), call(world, 'put', 'after')],
    owes: [put('before'), once('mail'), put('after')],
  },
];

export const playbooks: readonly SoakPlaybook[] = [...sequences, ...flows, ...governed];
