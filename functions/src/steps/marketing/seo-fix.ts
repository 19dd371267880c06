import { z } from 'zod';
import {
  type Content,
  findContent,
  type Place,
  readContent,
  readImage,
  type WordPressAccess,
  writeContent,
  writeImageAlt,
} from '../../connectors/wordpress.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';

const line = (max: number) => z.string().trim().min(1).max(max);
const type = z.enum(['pages', 'posts']);

/** A page by its address, or by its kind and number. */
export const placeSchema = z.union([z.url({ protocol: /^https?$/ }), z.strictObject({ type, id: z.int().min(1) })]);
/** What may be mended; null is left alone. */
export const fixSchema = z.strictObject({
  title: line(200).nullable().default(null),
  /** What search engines show below the title. */
  description: z.string().trim().max(500).nullable().default(null),
  /** The last part of the address: links to the old one break, but where WordPress leads on. */
  slug: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Write small letters, digits and single hyphens')
    .max(200)
    .nullable()
    .default(null),
  imageAlts: z
    .array(z.strictObject({ id: z.int().min(1), alt: z.string().trim().max(500) }))
    .max(20)
    .default([]),
});
export type Fix = z.infer<typeof fixSchema>;

/** A page before it is mended: where it is, and the fix that would bring it back. */
export const beforeSchema = z.object({ place: z.object({ type, id: z.int() }), url: z.string(), undo: fixSchema });
export type Before = z.infer<typeof beforeSchema>;

/** How what is to be mended is now. Throws when there is no such page. */
export async function readBefore(
  access: WordPressAccess,
  context: StepContext,
  { page, fix }: { readonly page: z.infer<typeof placeSchema>; readonly fix: Fix },
): Promise<Before> {
  const place = typeof page === 'string' ? await findContent(access, context, page) : page;
  if (place === null) {
    const message = `There is no page or post at ${String(page)} that can be found by its name; give its type and id.`;
    throw new NonRetriableError(message, { code: 'not_found', mayHaveActed: false });
  }
  const content = await readContent(access, context, place);
  const imageAlts: Fix['imageAlts'] = [];
  for (const { id } of fix.imageAlts) imageAlts.push({ id, alt: (await readImage(access, context, id)).alt_text });
  const undo = {
    title: fix.title === null ? null : content.title,
    description: fix.description === null ? null : descriptionOf(access, content),
    slug: fix.slug === null ? null : content.slug,
    imageAlts,
  };
  return { place, url: content.link, undo };
}

/** Sets what is to be mended, and looks whether WordPress has taken it. Gives the address of the page. */
export async function mend(access: WordPressAccess, context: StepContext, place: Place, fix: Fix): Promise<string> {
  const { descriptionField } = access.settings;
  const { title, description, slug } = fix;
  const isMeta = descriptionField !== null;
  const json = {
    ...(title !== null && { title }),
    ...(slug !== null && { slug }),
    ...(description !== null && (isMeta ? { meta: { [descriptionField]: description } } : { excerpt: description })),
  };
  const isPage = Object.keys(json).length > 0;
  const content = isPage ? await writeContent(access, context, place, json) : await readContent(access, context, place);
  if (description !== null && descriptionOf(access, content) !== description) {
    const message = `WordPress does not let '${descriptionField ?? 'excerpt'}' be set: the SEO plugin has to offer it to its REST API. The rest was changed.`;
    throw new NonRetriableError(message, { code: 'not_taken', fault: 'vendor' });
  }
  for (const { id, alt } of fix.imageAlts) await writeImageAlt(access, context, id, alt);
  return content.link;
}

function descriptionOf({ settings: { descriptionField } }: WordPressAccess, { excerpt, meta }: Content): string {
  if (descriptionField === null) return excerpt;
  const value = meta[descriptionField];
  return typeof value === 'string' ? value : '';
}
