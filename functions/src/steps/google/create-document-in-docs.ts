import { z } from 'zod';
import { saveFile } from '../../connectors/drive.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { escapeHtml, markdownToHtml } from '../../model/markdown.ts';
import { connectionParam } from '../connection-param.ts';
import { folderId } from './folder-param.ts';
import { intoDrive } from './into-drive.ts';

const params = z.strictObject({
  connection: connectionParam,
  title: z.string().trim().min(1).max(200),
  /** Markdown: headings, lists, bold, tables. */
  content: z.string().min(1).max(500_000),
  folderId,
});
const output = z.object({ documentId: z.string(), title: z.string(), url: z.string() });

export const createDocumentInDocs = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...intoDrive,
  id: 'create_document_in_docs',
  title: 'Write a Google document',
  description: 'Makes a document in Google Docs out of a text.',
  modelDescription:
    'Creates a Google Docs document from Markdown (headings, lists, bold, tables); content usually comes from generate_competitor_report or generate_text.',
  icon: 'file-text',
  example: { title: 'Weekly report', content: '# Week 47\n\n- Revenue is **up**' },
  params,
  output,
  tally: { done: 'made', one: 'document', many: 'documents' },
  wires: {
    content: ['generate_competitor_report.markdown', 'generate_text.text'],
    title: ['generate_competitor_report.title'],
  },
  async run({ connection, title, content, folderId: folder }, context) {
    // Drive turns the HTML into a document as it takes it: there is never a half-written one.
    const html = `<html><head><title>${escapeHtml(title)}</title></head><body>${markdownToHtml(content)}</body></html>`;
    const file = { name: title, mimeType: 'text/html', content: html, folderId: folder, asDocument: true };
    const { fileId, name, url } = await saveFile(context, connection, file);
    return { documentId: fileId, title: name, url };
  },
  async dryRun({ title, content }) {
    return {
      output: { documentId: 'dry_run', title, url: '' },
      wouldHave: `would have made the document '${title}' (${Math.ceil(content.length / 1000)} KB) in Google Docs`,
    };
  },
});
