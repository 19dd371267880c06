import type { AnyStepType, StepCatalog } from '../core/engine/step-type.ts';
import { classifyText } from './ai/classify-text.ts';
import { extractData } from './ai/extract-data.ts';
import { generateText } from './ai/generate-text.ts';
import { agentTypes } from './ai/run-agent.ts';
import { summarizeText } from './ai/summarize-text.ts';
import { translateText } from './ai/translate-text.ts';
import { checkStock } from './commerce/check-stock.ts';
import { createPurchaseOrder } from './commerce/create-purchase-order.ts';
import { findPastDue } from './commerce/find-past-due.ts';
import { reviewInvoices } from './commerce/review-invoices.ts';
import { sendPaymentReminder } from './commerce/send-payment-reminder.ts';
import { setDoorAccess } from './commerce/set-door-access.ts';
import { updateShopifyPrice } from './commerce/update-shopify-price.ts';
import { createCompetitiveAction } from './competitors/create-competitive-action.ts';
import { generateCompetitorReport } from './competitors/generate-competitor-report.ts';
import { planCompetitiveActions } from './competitors/plan-competitive-actions.ts';
import { recordCompetitorPrices } from './competitors/record-competitor-prices.ts';
import { scanCompetitors } from './competitors/scan-competitors.ts';
import { aggregateList } from './data/aggregate-list.ts';
import { calculateDate } from './data/calculate-date.ts';
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
import { makeCsv } from './data/make-csv.ts';
import { mapList } from './data/map-list.ts';
import { noticeChange } from './data/notice-change.ts';
import { parseCsv } from './data/parse-csv.ts';
import { parseJson } from './data/parse-json.ts';
import { queryDocuments } from './data/query-documents.ts';
import { recordFigures } from './data/record-figures.ts';
import { recordMetric } from './data/record-metric.ts';
import { setVariables } from './data/set-variables.ts';
import { sortList } from './data/sort-list.ts';
import { updateDocument } from './data/update-document.ts';
import { flowWords } from './flow/words.ts';
import { appendSheetRow } from './google/append-sheet-row.ts';
import { createCalendarEvent } from './google/create-calendar-event.ts';
import { createDocumentInDocs } from './google/create-document-in-docs.ts';
import { readSheet } from './google/read-sheet.ts';
import { saveToDrive } from './google/save-to-drive.ts';
import { updateSheet } from './google/update-sheet.ts';
import { answerFaq } from './mail/answer-faq.ts';
import { classifyMail } from './mail/classify-mail.ts';
import { readInbox } from './mail/read-inbox.ts';
import { replyToEmail } from './mail/reply-to-email.ts';
import { adjustAdBid } from './marketing/adjust-ad-bid.ts';
import { applySeoFix } from './marketing/apply-seo-fix.ts';
import { auditPage } from './marketing/audit-page.ts';
import { buildEmailSequence } from './marketing/build-email-sequence.ts';
import { createCampaign } from './marketing/create-campaign.ts';
import { publishSocialPost } from './marketing/publish-social-post.ts';
import { segmentCustomers } from './marketing/segment-customers.ts';
import { sendNewsletter } from './marketing/send-newsletter.ts';
import { findReferrals } from './members/find-referrals.ts';
import { getCampaignProspects } from './members/get-campaign-prospects.ts';
import { getGreenMembers } from './members/get-green-members.ts';
import { getPastDueMembers } from './members/get-past-due-members.ts';
import { getPastDueTrainingClients } from './members/get-past-due-training-clients.ts';
import { getPpvMembers } from './members/get-ppv-members.ts';
import { remindMember } from './members/remind-member.ts';
import { askHuman } from './messaging/ask-human.ts';
import { notify } from './messaging/notify.ts';
import { postDiscordMessage } from './messaging/post-discord-message.ts';
import { postSlackMessage } from './messaging/post-slack-message.ts';
import { postTeamsMessage } from './messaging/post-teams-message.ts';
import { sendEmail } from './messaging/send-email.ts';
import { sendPush } from './messaging/send-push.ts';
import { sendSms } from './messaging/send-sms.ts';
import { sendTelegramMessage } from './messaging/send-telegram-message.ts';
import { analyzePricing } from './pricing/analyze-pricing.ts';
import { applyPriceChange } from './pricing/apply-price-change.ts';
import { suggestPrice } from './pricing/suggest-price.ts';
import { checkWebsite } from './web/check-website.ts';
import { extractProducts } from './web/extract-products.ts';
import { fetchPage } from './web/fetch-page.ts';
import { httpRequest } from './web/http-request.ts';
import { readRss } from './web/read-rss.ts';
import { readSitemap } from './web/read-sitemap.ts';
import { createActionPlan } from './work/create-action-plan.ts';
import { createRecommendation } from './work/create-recommendation.ts';
import { createTask } from './work/create-task.ts';
import { delegate } from './work/delegate.ts';
import { raiseAlert } from './work/raise-alert.ts';
import { runSkillWebhook } from './work/run-skill-webhook.ts';

/** Every step type of the product, one line each. */
const stepTypes: readonly AnyStepType[] = [
  scanCompetitors,
  analyzePricing,
  generateCompetitorReport,
  notify,
  sendEmail,
  postSlackMessage,
  sendTelegramMessage,
  postDiscordMessage,
  postTeamsMessage,
  sendSms,
  sendPush,
  askHuman,
  saveToDrive,
  appendSheetRow,
  readSheet,
  updateSheet,
  createCalendarEvent,
  createDocumentInDocs,
  readInbox,
  classifyMail,
  replyToEmail,
  answerFaq,
  delegate,
  recordCompetitorPrices,
  createCompetitiveAction,
  planCompetitiveActions,
  suggestPrice,
  applyPriceChange,
  parseCsv,
  makeCsv,
  calculateDate,
  recordMetric,
  recordFigures,
  noticeChange,
  checkStock,
  createPurchaseOrder,
  findPastDue,
  sendPaymentReminder,
  reviewInvoices,
  getCampaignProspects,
  getGreenMembers,
  getPpvMembers,
  getPastDueMembers,
  getPastDueTrainingClients,
  remindMember,
  findReferrals,
  createTask,
  raiseAlert,
  createRecommendation,
  createActionPlan,
  runSkillWebhook,
  httpRequest,
  generateText,
  extractData,
  classifyText,
  summarizeText,
  translateText,
  ...agentTypes,
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
  applySeoFix,
  adjustAdBid,
  segmentCustomers,
  createCampaign,
  buildEmailSequence,
  sendNewsletter,
  publishSocialPost,
  updateShopifyPrice,
  setDoorAccess,
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
  const written = types.filter(({ isPart }) => isPart !== true);
  return { get: (action) => byId.get(action), all: () => written };
}

export const stepCatalog: StepCatalog = createStepCatalog(stepTypes);
