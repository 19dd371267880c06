import { dataSkills } from './skills-data.ts';
import { mailSkills } from './skills-mail.ts';
import { planningSkills } from './skills-planning.ts';
import { writingSkills } from './skills-writing.ts';
import type { Template } from './template.ts';

/**
 * The skills that come with the product: a manual trigger, inputs, nothing that is asked before. What a skill has come to is
 * the output of its step `result`: `markdown`, `rows` for a table, `csv` for a file.
 */
export const skillTemplates: readonly Template[] = [...mailSkills, ...planningSkills, ...writingSkills, ...dataSkills];
