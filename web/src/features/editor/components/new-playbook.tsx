interface NewPlaybookProps {
  onMade(playbookId: string): void;
}

/** Begins a playbook from nothing: its name and its first step. */
export function NewPlaybook(_: NewPlaybookProps) {
  return <p>New playbook</p>;
}
