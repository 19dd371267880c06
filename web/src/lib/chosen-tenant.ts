const ORG_KEY = 'playbooks.orgId';

/** The tenant that was chosen last on this device; null when none was. */
export function chosenTenant(): string | null {
  return localStorage.getItem(ORG_KEY);
}

export function rememberTenant(orgId: string): void {
  localStorage.setItem(ORG_KEY, orgId);
}
