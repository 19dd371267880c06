import { type Contract, contractSchema } from '../../../model/contract.ts';
import type { JsonObject } from '../../../model/json.ts';
import { compileContract } from '../compile-contract.ts';
import { makeExamples } from '../make-examples.ts';
import type { TemplateFacts } from './template.ts';

type Wanted = Pick<Contract, 'subject' | 'agent' | 'triggers' | 'conditions'> & {
  readonly sentence: string;
  readonly actions: readonly JsonObject[];
  readonly competitors?: Contract['competitors'];
};

/** What a template does, said in formal words, so that its examples are held against every edit, as with what is said in chat. */
export function withContract({ sentence, ...wanted }: Wanted, { tenant, user, now }: TemplateFacts) {
  const { name: orgName, timezone, currency, locale, competitors } = tenant;
  const none = { products: [], connections: [], people: [], playbooks: [] };
  const facts = { orgName, timezone, currency, locale, competitors, now, user, ...none };
  const contract = contractSchema.parse({ sentences: [sentence], ...wanted });
  const { triggers, steps, inputs } = compileContract(contract, facts);
  return { triggers, steps, inputs, contract: { ...contract, examples: makeExamples(contract, facts) } };
}
