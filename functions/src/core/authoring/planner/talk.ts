import type { Understanding } from '../understanding.ts';
import { EXAMPLES } from './answers.ts';

const GREETING =
  /^\W*(?:(?:hi|hey|hello|howdy|yo|moin|hallo|servus|good (?:morning|afternoon|evening|day)|how are you(?: doing)?(?: today)?|nice to meet you|there|craig|ezal|pops|money mike|all|everyone)\W*)+$/i;
const THANKS =
  /^\W*(?:(?:many |ok(?:ay)?,? |great,? |perfect,? |cool,? )*(?:thanks|thank you|thx|ty|cheers|danke|much appreciated|great|perfect|cool|awesome|nice|well done|good job)(?: (?:a lot|so much|very much|again|for (?:that|your help|the help|everything)))?\W*)+$/i;
const HELP =
  /^\W*(?:(?:hey|hi|hello|so|and|please|ok)\W+)*(?:what (?:can|could|do|else can) (?:you|this|it|i)(?: all)?(?: do| ask| say| help)?(?: here| for me| with| you)*|who are you|what are you|what is this|how (?:do|can|does) (?:i|you|this|it) (?:use this|use you|work|help(?: me)?|start|begin)|help(?: me)?|what now|how does this work|what are my options|give me (?:some )?(?:examples|ideas))\W*$/i;

/** A greeting, thanks, "what can you do": answered, nothing else. */
export function readTalk(sentence: string): Extract<Understanding, { kind: 'talk' }> | null {
  const talk = (message: string): Extract<Understanding, { kind: 'talk' }> => ({
    kind: 'talk',
    message,
    examples: EXAMPLES,
  });
  if (HELP.test(sentence))
    return talk(
      'Tell me what is to happen and when, in your own words. I set it up, show you what I understood, and nothing runs before you say yes.',
    );
  if (sentence.trim() !== '' && GREETING.test(sentence)) return talk('Hello! What shall I keep an eye on for you?');
  if (THANKS.test(sentence)) return talk('You are welcome.');
  return null;
}
