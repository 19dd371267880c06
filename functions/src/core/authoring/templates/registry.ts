import { BUSINESSES, type Business } from '../../../model/business.ts';
import { agencyTemplates } from './agency.ts';
import { coachTemplates } from './coach.ts';
import { customerTemplates } from './customers.ts';
import { financeTemplates } from './finance.ts';
import { gymTemplates } from './gym.ts';
import { gymGrowthTemplates } from './gym-growth.ts';
import { gymRoundTemplates } from './gym-rounds.ts';
import { mailTemplates } from './mail.ts';
import { marketingTemplates } from './marketing.ts';
import { priceTemplates } from './prices.ts';
import { skillTemplates } from './skills.ts';
import { webhookSkills } from './skills-webhook.ts';
import { stockTemplates } from './stock.ts';
import type { Template } from './template.ts';
import { watchTemplates } from './watch.ts';

/** Every template, in the order in which the gallery shows them. */
export const templates: readonly Template[] = [
  ...priceTemplates,
  ...stockTemplates,
  ...financeTemplates,
  ...customerTemplates,
  ...mailTemplates,
  ...marketingTemplates,
  ...gymTemplates,
  ...gymRoundTemplates,
  ...gymGrowthTemplates,
  ...coachTemplates,
  ...agencyTemplates,
  ...watchTemplates,
  ...skillTemplates,
  ...webhookSkills,
];

export function templateOf(id: string): Template | undefined {
  return templates.find((template) => template.id === id);
}

/** Those that suit a kind of business best come first. */
export function templatesFor(business: Business | null): readonly Template[] {
  const place = ({ businesses }: Template) => {
    const at = business === null ? -1 : businesses.indexOf(business);
    return at < 0 ? BUSINESSES.length : at;
  };
  return templates.toSorted((a, b) => place(a) - place(b));
}
