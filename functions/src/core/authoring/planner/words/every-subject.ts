import { campaigns } from './campaigns.ts';
import { competitorPrices } from './competitor-prices.ts';
import { customers } from './customers.ts';
import { executions } from './executions.ts';
import { feed } from './feed.ts';
import { inbox } from './inbox.ts';
import { invoices } from './invoices.ts';
import { members } from './members.ts';
import { metrics } from './metrics.ts';
import { orders } from './orders.ts';
import { ownPrices } from './own-prices.ts';
import { prospects } from './prospects.ts';
import { reviews } from './reviews.ts';
import { stock } from './stock.ts';
import type { SubjectWords } from './subject-words.ts';
import { webPage } from './web-page.ts';
import { website } from './website.ts';

/** How people speak of each subject; of equal readings the first counts. */
export const subjectWords: readonly SubjectWords[] = [
  competitorPrices,
  stock,
  ownPrices,
  members,
  prospects,
  customers,
  orders,
  invoices,
  reviews,
  campaigns,
  metrics,
  executions,
  website,
  webPage,
  feed,
  inbox,
];
