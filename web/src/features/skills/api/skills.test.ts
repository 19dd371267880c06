import type { SkillView } from '@model/skill.ts';
import { describe, expect, it } from 'vitest';
import { findSkills } from './skills.ts';

const skill = (skillId: string, name: string, description = ''): SkillView => ({
  ...{ skillId, name, description, category: 'marketing', icon: null, isBuiltIn: true, isMade: false },
  ...{ status: 'active', inputs: [], refusal: null, lastRun: null },
});
const skills = [skill('mails', 'Email sequence builder'), skill('ads', 'Ad copy', 'Variants of an advertisement')];
const found = (text: string) => findSkills(skills, text).map(({ skillId }) => skillId);

describe('the search of skills', () => {
  it('wants every word, from its beginning', () => {
    expect(found('')).toEqual(['mails', 'ads']);
    expect(found('SEQ mail')).toEqual([]);
    expect(found(' seq  email ')).toEqual(['mails']);
    expect(found('variants')).toEqual(['ads']);
    expect(found('marketing')).toEqual(['mails', 'ads']);
  });
});
