import type { AnyStepType, StepCatalog } from '../core/engine/step-type.ts';
import { generateText } from './ai/generate-text.ts';
import { generateCompetitorReport } from './competitors/generate-competitor-report.ts';
import { scanCompetitors } from './competitors/scan-competitors.ts';
import { aggregateList } from './data/aggregate-list.ts';
import { createDocument } from './data/create-document.ts';
import { dedupeList } from './data/dedupe-list.ts';
import { deleteDocument } from './data/delete-document.ts';
import { extractWithRegex } from './data/extract-with-regex.ts';
import { filterList } from './data/filter-list.ts';
import { formatText } from './data/format-text.ts';
import { getDocument } from './data/get-document.ts';
import { htmlToText } from './data/html-to-text.ts';
import { joinLists } from './data/join-lists.ts';
import { logNote } from './data/log-note.ts';
import { mapList } from './data/map-list.ts';
import { parseJson } from './data/parse-json.ts';
import { queryDocuments } from './data/query-documents.ts';
import { setVariables } from './data/set-variables.ts';
import { sortList } from './data/sort-list.ts';
import { updateDocument } from './data/update-document.ts';
import { flowWords } from './flow/words.ts';
import { saveToDrive } from './google/save-to-drive.ts';
import { auditPage } from './marketing/audit-page.ts';
import { notify } from './messaging/notify.ts';
import { sendEmail } from './messaging/send-email.ts';
import { analyzePricing } from './pricing/analyze-pricing.ts';
import { checkWebsite } from './web/check-website.ts';
import { extractProducts } from './web/extract-products.ts';
import { fetchPage } from './web/fetch-page.ts';
import { httpRequest } from './web/http-request.ts';
import { readRss } from './web/read-rss.ts';
import { readSitemap } from './web/read-sitemap.ts';
import { delegate } from './work/delegate.ts';

/** Every step type of the product, one line each. */
const stepTypes: readonly AnyStepType[] = [
  scanCompetitors,
  analyzePricing,
  generateCompetitorReport,
  notify,
  sendEmail,
  saveToDrive,
  delegate,
  httpRequest,
  generateText,
  setVariables,
  filterList,
  sortList,
  mapList,
  aggregateList,
  joinLists,
  dedupeList,
  parseJson,
  extractWithRegex,
  htmlToText,
  formatText,
  logNote,
  queryDocuments,
  getDocument,
  createDocument,
  updateDocument,
  deleteDocument,
  auditPage,
  fetchPage,
  extractProducts,
  readRss,
  readSitemap,
  checkWebsite,
  ...flowWords,
];

/** A catalog of step types. Throws when two share an id. */
export function createStepCatalog(types: readonly AnyStepType[]): StepCatalog {
  const byId = new Map<string, AnyStepType>();
  for (const type of types) {
    if (byId.has(type.id)) throw new Error(`Two step types are called '${type.id}'`);
    byId.set(type.id, type);
  }
  return { get: (action) => byId.get(action), all: () => types };
}

export const stepCatalog: StepCatalog = createStepCatalog(stepTypes);
