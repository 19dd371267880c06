/** What there is of a business, as far as its first steps are concerned. */
export interface Beginnings {
  readonly hasPlaybook: boolean;
  readonly hasData: boolean;
  readonly hasConnection: boolean;
  /** Null while nobody knows. */
  readonly hasCompany: boolean | null;
}

export type StepId = 'playbook' | 'data' | 'connect' | 'invite';
export interface FirstStep {
  readonly id: StepId;
  readonly isDone: boolean;
}

/** The first steps, each ticked by what is there; none once the business is under way: it has a playbook, and data. */
export function firstSteps({ hasPlaybook, hasData, hasConnection, hasCompany }: Beginnings): readonly FirstStep[] {
  if (hasPlaybook && hasData) return [];
  return [
    { id: 'playbook', isDone: hasPlaybook },
    { id: 'data', isDone: hasData },
    { id: 'connect', isDone: hasConnection },
    { id: 'invite', isDone: hasCompany === true },
  ];
}
