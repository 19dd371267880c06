import { z } from 'zod';
import { figureNames, figuresSchema } from './figures.ts';

/** So old, in days, may be what somebody has written down. */
export const WRITTEN_DAYS = 31;

/**
 * Figures as they are written down for a day, `metrics/{date}`: those that are named, all others stay. Null takes one
 * back. What the data itself tells comes before what is written.
 */
export const writtenFiguresSchema = z
  .strictObject(figuresSchema.partial().shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `There is no figure ${issue.keys.join(', ')}; there are ${figureNames.join(', ')}`
        : undefined,
  })
  .refine((figures) => Object.keys(figures).length > 0, 'Name at least one figure, such as cash');
export type WrittenFigures = z.infer<typeof writtenFiguresSchema>;
