interface TemplateDetailProps {
  readonly templateId: string;
  onMade(playbookId: string): void;
}

/** One template: its questions, what it would do with the answers, and the way to have it. */
export function TemplateDetail({ templateId }: TemplateDetailProps) {
  return <p>{templateId}</p>;
}
