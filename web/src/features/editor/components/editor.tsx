interface EditorProps {
  readonly playbookId: string;
  onPublished(): void;
}

/** Changes what a playbook does: its steps, triggers and inputs, as a draft that is published when it is right. */
export function Editor({ playbookId }: EditorProps) {
  return <p>{playbookId}</p>;
}
