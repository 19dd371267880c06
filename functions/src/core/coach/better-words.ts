import { addUsage, noUsage, type Usage } from '../../model/execution.ts';
import { type ChatBudget, openBudget } from '../authoring/chat-budget.ts';
import { hasModel, spentOn } from '../engine/ask-model.ts';
import type { Engine } from '../engine/engine.ts';
import { type Business, placeOf } from './business.ts';
import { enrichAdvice, enrichmentTokens } from './enrich.ts';
import type { Advice } from './recommend.ts';

/** For all the words of one look together. */
const MOST_MS = 20_000;

interface WordedAdvice extends Advice {
  readonly wordedBy: string | null;
}
/** Puts advice into better words; asked for the same again, it gives the same. */
export type Wording = (advice: readonly Advice[]) => Promise<readonly WordedAdvice[]>;

/**
 * The words of one look: a language model's, where one is set up, the tenant wants its words and his month has room for
 * them; the template's wherever something is in the way. It never fails.
 */
export function betterWords(engine: Engine, business: Business): Wording {
  const known = new Map<string, WordedAdvice>();
  return async (advice) => {
    const unknown = advice.filter((one) => !known.has(nameOf(one)));
    for (const one of await wordedInTime(engine, business, unknown)) known.set(nameOf(one), one);
    return advice.map((one) => ({ ...(known.get(nameOf(one)) ?? plain(one)), expiresAt: one.expiresAt }));
  };
}

const nameOf = ({ kind, figures }: Pick<Advice, 'kind' | 'figures'>) => JSON.stringify([kind, figures]);
const plain = (advice: Advice): WordedAdvice => ({ ...advice, wordedBy: null });

async function wordedInTime(engine: Engine, business: Business, advice: readonly Advice[]): Promise<WordedAdvice[]> {
  if (advice.length === 0 || business.tenant.coachWords === 'plain') return advice.map(plain);
  const [over, done] = [new AbortController(), new AbortController()];
  try {
    if (!(await hasModel(engine))) return advice.map(plain);
    void engine.clock.sleep(MOST_MS, done.signal).then(() => over.abort());
    const budget = openBudget(engine, business.orgId, business.tenant);
    return await Promise.all(advice.map((one) => worded(engine, business, one, { budget, signal: over.signal })));
  } catch (error) {
    engine.log.error('advice_not_worded', error, { orgId: business.orgId });
    return advice.map(plain);
  } finally {
    done.abort();
  }
}

interface Means {
  readonly budget: ChatBudget;
  readonly signal: AbortSignal;
}

async function worded(
  engine: Engine,
  business: Business,
  advice: Advice,
  { budget, signal }: Means,
): Promise<WordedAdvice> {
  const whose = { orgId: business.orgId, kind: advice.kind };
  let used: Usage = noUsage;
  try {
    const place = await budget.reserve({ tokens: enrichmentTokens(advice) });
    if (place === 'turn' || place === 'month') return plain(advice);
    const { title, text, model, refusal } = await enrichAdvice(advice, {
      ...{ llm: engine.services.llm, place: placeOf(business), signal },
      onAnswer: (answer) => {
        used = addUsage(used, spentOn(answer));
      },
    });
    // One that breaks off says nothing of what it took: then all that was put aside stays spent.
    await place.settle(used);
    if (refusal !== null) engine.log.warn('advice_not_worded', { ...whose, refusal });
    return { ...advice, title, text, wordedBy: model };
  } catch (error) {
    engine.log.error('advice_not_worded', error, whose);
    return plain(advice);
  }
}
