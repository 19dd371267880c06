import type { AnyStepType, StepCatalog } from '../core/engine/step-type.ts';
import { generateText } from './ai/generate-text.ts';
import { generateCompetitorReport } from './competitors/generate-competitor-report.ts';
import { scanCompetitors } from './competitors/scan-competitors.ts';
import { setVariables } from './data/set-variables.ts';
import { flowWords } from './flow/words.ts';
import { saveToDrive } from './google/save-to-drive.ts';
import { notify } from './messaging/notify.ts';
import { sendEmail } from './messaging/send-email.ts';
import { analyzePricing } from './pricing/analyze-pricing.ts';
import { httpRequest } from './web/http-request.ts';
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
