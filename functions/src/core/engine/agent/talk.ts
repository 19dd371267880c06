import { agentIdSchema } from '../../../model/agent.ts';
import { turnKey } from '../../../model/agent-turn.ts';
import { addUsage, noUsage, type Usage } from '../../../model/execution.ts';
import type { LlmCall, LlmTurn } from '../../ports.ts';
import type { Round, Unfolding } from '../step-type.ts';
import { type AgentCall, agentResultsSchema, agentThoughtSchema } from './protocol.ts';
import { type Called, type Judged, judgeCall, type Known, MAX_AT_ONCE, onlyReads } from './tools.ts';

/** How many safe tools are used at the same time. */
const CONCURRENCY = 4;

/** How far an agent is. */
export interface Talk {
  readonly turns: readonly LlmTurn[];
  readonly called: readonly Called[];
  readonly usage: Usage;
  /** How often its model has spoken. */
  readonly spoken: number;
  /** How many of its last calls, one after the other, were none but repetitions. */
  readonly loops: number;
  readonly next:
    | { readonly kind: 'think' }
    | {
        readonly kind: 'call';
        readonly calls: readonly AgentCall[];
        readonly recalls: readonly string[];
        readonly concurrency: number;
      }
    | { readonly kind: 'answered'; readonly text: string; readonly model: string };
  /** Addresses of outputs by the names that its model knows them by. */
  readonly outputs: Readonly<Record<string, string>>;
}

type Given = Pick<Known, 'types' | 'given' | 'confirm'>;

/** Tells anew what was said and done until now. From the same rounds it is the same. */
export function retell(given: Given, rounds: readonly Round[], place: Unfolding): Talk {
  const turns: LlmTurn[] = [];
  const called: Called[] = [];
  const outputs: Record<string, string> = {};
  let usage = noUsage;
  let { isTainted } = place;
  let spoken = 0;
  let loops = 0;
  const left = [...rounds];
  const take = (): Round | undefined => {
    const round = left.shift();
    if (round === undefined) return undefined;
    usage = addUsage(usage, round.usage);
    isTainted ||= round.isTainted;
    return round;
  };
  const talk = (next: Talk['next']): Talk => ({ turns, called, usage, spoken, loops, next, outputs });
  for (;;) {
    const thought = take();
    if (thought === undefined) return talk({ kind: 'think' });
    const said = agentThoughtSchema.parse(thought.output);
    spoken += 1;
    if (said.calls.length === 0) return talk({ kind: 'answered', text: said.text, model: said.model });
    const agent = agentIdSchema.safeParse(place.agent).data ?? null;
    const judged = judgeAll({ ...given, called, outputs, isTainted, agent }, said.calls, spoken);
    const made = judged.flatMap(({ verdict }) => (verdict.kind === 'made' ? [verdict] : []));
    // What is on record was done, whatever would be said of it today.
    const done = Array.isArray(left[0]?.output) ? take() : undefined;
    if (made.length > 0 && done === undefined && left.length === 0) {
      const areSafe = made.every(({ call }) =>
        given.types.some((type) => type.id === call.step.action && onlyReads(type)),
      );
      const recalls = made.flatMap((one) => one.recalls);
      return talk({
        kind: 'call',
        calls: made.map(({ call }) => call),
        recalls,
        concurrency: areSafe ? CONCURRENCY : 1,
      });
    }
    const ends = done === undefined ? [] : agentResultsSchema.parse(done.output);
    const results = judged.map(({ call, verdict, key }, index): { call: LlmCall; text: string; made: Called } => {
      const base = { tool: call.tool, params: verdict.params };
      const end = ends.find((one) => one.key === key);
      if (end === undefined) {
        const text = verdict.kind === 'refused' ? verdict.text : 'It did not work.';
        return { call, text, made: { ...base, ok: false, path: null, text } };
      }
      const address = `[${turnKey(spoken)}].calls[${key}].${call.tool}`;
      if (end.ok) outputs[nameOf(spoken, index)] = address;
      return { call, text: end.text, made: { ...base, ok: end.ok, path: place.path + address, text: end.text } };
    });
    called.push(...results.map((one) => one.made));
    turns.push({ by: 'model', text: said.text, calls: said.calls });
    turns.push({ by: 'tools', results: results.map(({ call, text }) => ({ call, text })) });
    const areLoops = judged.every(({ verdict }) => verdict.kind === 'refused' && verdict.isLoop);
    loops = areLoops ? loops + 1 : 0;
  }
}

function judgeAll(known: Known, calls: readonly LlmCall[], round: number) {
  return calls.map((call, index) => {
    const key = `call-${index + 1}`;
    const most = `at most ${MAX_AT_ONCE} calls at once`;
    const verdict: Judged =
      index < MAX_AT_ONCE
        ? judgeCall(known, call, key, nameOf(round, index))
        : { kind: 'refused', params: {}, isLoop: false, text: `It did not work: ${most}` };
    return { call, key, verdict };
  });
}

/** What its model knows the output of a call by: `c2_1` is the first one of its second turn. */
function nameOf(turn: number, index: number): string {
  return `c${turn}_${index + 1}`;
}
