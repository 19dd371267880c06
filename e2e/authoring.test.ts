// From a sentence to a playbook: the chat, the editor, the first steps of a new business.
import './scenes/chat.ts';
import './scenes/chat-answers.ts';
import './scenes/editor.ts';
import './scenes/first-run.ts';
