import { z } from 'zod';
import type { Vendor, VendorAnswer } from './vendor.ts';

const HOST = 'prod-07.westeurope.logic.azure.com';
const PATH = '/workflows/f00/triggers/manual/paths/invoke';
export const TEAMS_WEBHOOK = `https://${HOST}:443${PATH}?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=tEaMs5ecretSigNature4k`;

const card = z.object({
  type: z.literal('message'),
  attachments: z.tuple([
    z.object({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      content: z.object({
        type: z.literal('AdaptiveCard'),
        version: z.string(),
        body: z
          .array(
            z.object({
              type: z.literal('RichTextBlock'),
              inlines: z.array(z.object({ type: z.literal('TextRun'), text: z.string().min(1) })).min(1),
            }),
          )
          .min(1),
        actions: z.array(z.object({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() })).optional(),
      }),
    }),
  ]),
});

const no = (status: number, code: string): VendorAnswer => ({ status, body: { error: { code, message: code } } });

/** The address of a Teams workflow: takes a card and says nothing. */
export const teamsWorkflow: Vendor = {
  host: HOST,
  answer(call) {
    if (call.path !== PATH) return no(404, 'WorkflowNotFound');
    if (call.query.get('sig') !== 'tEaMs5ecretSigNature4k') return no(401, 'DirectApiAuthorizationRequired');
    if (call.method !== 'POST') return no(404, 'TriggerNotFound');
    if (call.body.length > 28_000) return no(413, 'RequestEntityTooLarge');
    return card.safeParse(call.json()).success ? { status: 202, body: '' } : no(400, 'TriggerInputSchemaMismatch');
  },
};
