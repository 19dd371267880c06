import { both, longest, map, maybe, means, type Parser, phrase, token } from '../grammar.ts';
import { condition } from './bounds.ts';
import { AUX, DET, happens } from './clause.ts';
import type { Happening, Mention, SubjectWords } from './subject-words.ts';

const playbook =
  'playbook|playbooks|automation|automations|execution|executions|run|runs|bot|bots|flow|flows|task|tasks|scheduled|job|jobs|workflow|workflows|routine|routines';
const of = `${DET.replace('*', '')}|them|these|those|thing|things|automated|you|we|i|set|up|running|have|has`;
const named = token(({ kind, sort }) => kind === 'name' && sort === 'playbook');
const fails = `${AUX} fail|fails|failed|failing|break|breaks|broke|broken|crash|crashes|crashed|errors|error|dies|failure`;
const wrong = `${AUX} wrong|down|kaputt|stuck`;
const stops = `doesnt|does|didnt|did|not|stops|stop|stopped|is|has|isnt|no|longer|cannot|cant work|working|run|running|complete|finish`;

const failed: Parser<Happening> = longest<Happening>(
  happens(
    'executions',
    'execution.failed',
    `${of}* ${playbook} ${fails}`,
    `${of}* ${playbook} ${AUX} goes|go|went|going? wrong|stuck`,
    `${of}* ${playbook} ${stops}`,
    `${of}* ${playbook} ${AUX} an|any|some|into|runs|hits|throws|reports* error|errors|problem|problems|trouble|failure|failures`,
    `failed|failing|broken ${playbook}`,
    `${playbook} failure|failures|error|errors`,
    `an? error|errors|problem|trouble|failure|failures|something|anything|wrong|goes|happens|occurs* in|with|of ${of}* ${playbook}`,
  ),
  map(
    both(maybe(phrase('the|my|our')), both(named, longest(phrase(fails), phrase(wrong), phrase(stops)))),
    ([, [name]]) => ({
      subject: 'executions',
      eventName: 'execution.failed',
      conditions: [{ ...condition('count', '>=', null), of: name.raw }],
    }),
  ),
);
const asked = happens(
  'executions',
  'approval.requested',
  `${DET} approval|approvals ${AUX} requested|needed|waiting|pending|required|asked for?`,
  `something|anything|playbook|automation|${'one'}|a|an|execution* waits|needs|requires|wants|asks|is waiting? for|on|my|an|your|our* approval|ok|okay|yes|signoff|sign-off`,
  'i|we need|have|must to approve something|anything?',
  'something|anything|there is|needs? to be? approve|approved',
);
const usage = happens(
  'executions',
  'usage.threshold',
  'we|i|our|my|the|a|usage|monthly|limit|plan|quota|near|nears|approach|approaches|reach|reaches|hit|hits|come|comes|close|to* limit|limits|quota comes|is|gets|near|reached|close|almost*',
);
const mention: Parser<Mention> = means(
  { subject: 'executions', count: null },
  'the|my|our|all|failed|failing* playbook|automation executions|failures|errors|health|runs',
  'what|which|the|my? playbooks|automations did|ran|have|run|done*',
);

export const executions: SubjectWords = {
  subject: 'executions',
  mention,
  happening: longest(failed, asked, usage),
  condition: null,
};
