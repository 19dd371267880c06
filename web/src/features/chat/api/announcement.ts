import type { ChatPart } from '@model/chat-part.ts';

/** An answer as it is read out: its words, and what is shown with them. */
export function announcementOf(parts: readonly ChatPart[]): string {
  return parts.flatMap(wordsOf).join(' ');
}

function wordsOf(part: ChatPart): string[] {
  switch (part.type) {
    case 'text':
      return part.text.trim() === '' ? [] : [plain(part.text)];
    case 'card':
      return [`Shown: the playbook ${part.card.name}, with what can be done with it.`];
    case 'choices':
      return [`To choose from: ${part.choices.join(', ')}.`];
    case 'table':
      return [`A table: ${part.title}, ${part.rows.length + part.more} rows.`];
    case 'approval':
      return ['Shown: a question that waits for your answer.'];
    case 'execution':
      return ['Shown: an execution.'];
    case 'task':
      return ['Shown: a task.'];
    default:
      return [];
  }
}

/** Without the signs of the formatting. */
function plain(text: string): string {
  return text.replaceAll(/\*\*|`|^[-#]+ /gm, '').trim();
}
