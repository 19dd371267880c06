import { z } from 'zod';
import { pageText } from '../../connectors/page-text.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { quick } from './list.ts';

const params = z.strictObject({
  html: z.string().max(900_000),
  maxLength: z.int().min(1).max(200_000).default(50_000),
});
const output = z.object({
  title: z.string(),
  text: z.string(),
  links: z.array(z.object({ text: z.string(), href: z.string() })),
});

export const htmlToText = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'html_to_text',
  title: 'HTML to text',
  description: 'Takes the readable text and the links out of HTML.',
  modelDescription: 'Readable text of HTML, one line a block, without scripts and styles; also its title and links.',
  icon: 'file-text',
  example: { html: '{{steps.call.body}}' },
  params,
  output,
  run: async ({ html, maxLength }) => {
    const { title, text, links } = await pageText(html);
    return { title, text: text.slice(0, maxLength), links };
  },
});
