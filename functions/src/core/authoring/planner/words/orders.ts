import { longest } from '../grammar.ts';
import { moneyBound, vague } from './bounds.ts';
import { ARISES, AUX, any, around, clause, DET, happens, mentions, optional, orAlso, saying } from './clause.ts';
import type { SubjectWords } from './subject-words.ts';

const NOUN = 'order|orders|purchase|purchases|checkout|checkouts';
const KIND = 'new|online|web|incoming|customer|customers|shop|store|webshop|fresh|further*';
const BUYER =
  'customer|customers|client|clients|shopper|shoppers|buyer|buyers|guest|visitor|somebody|someone|anyone|anybody|people|person|they';

const bound = moneyBound('total');
const large = saying(
  vague('total'),
  'unusually|very|really|quite|so|rather|too* large|big|huge|high|expensive|major|massive|sizable|sizeable|enormous|giant|high-value|bigger|larger|bulk|valuable|pricey|costly|big-ticket|high-ticket|significant|substantial|considerable|important|serious|hefty|gigantic',
  'unusually|suspiciously|abnormally|exceptionally large|big|high',
);
const small = saying(vague('total', '<'), 'unusually|very|really|so* small|tiny|low-value|smaller');
const size = any(large, small);
/** An order, with what is said of its size before it or behind. */
const order = any(
  clause(`${DET}`, KIND, optional(any(bound, size)), KIND, NOUN, 'total|totals|value|values?', optional(bound)),
);
/** "That is over $500", "for more than $500". */
const tail = optional(any(bound, clause('that|which|and? is|are|was|looks|seems', size)));

const placed = any(
  clause(ARISES, around('us|shop|store|system|inbox')),
  clause(
    AUX,
    'comes|come|came|coming|rolls|roll|drops|pops|flies|flows|rushes in|through|up?',
    around('us|shop|store|system|inbox'),
  ),
  clause(AUX, 'arrives|arrive|arrived|arriving|happens|happen|happened|occurs|appears|lands in? through?'),
  clause(AUX, 'placed|made|created|received|entered|submitted|booked|logged|added|recorded|registered|taken|in'),
  clause('hits|hit|reaches|reach our|the|us|my? shop|store|inbox|system|books?'),
);
const paid = any(
  clause(AUX, 'paid|settled|charged for?', optional('in full')),
  clause('pays|clears through?'),
  clause('payment|payments is|are|was|has* received|cleared|confirmed|completed|captured'),
);
const shipped = any(
  clause(AUX, 'shipped|fulfilled|delivered|dispatched|despatched|sent|posted|completed out|off?'),
  clause(AUX, 'ships|ship|shipping|leaves|left out? the|our? warehouse|shop|store|building?'),
  clause('goes|go|went|heads out'),
  clause(AUX, 'on its|their|the way to? the? customer?'),
);
const refunded = any(clause(AUX, 'refunded|reimbursed|chargeback'), clause('gets|get a refund'));
const canceled = any(
  'falls|fell|fall through',
  clause(AUX, 'canceled|cancelled|voided|revoked', around('customer|client|buyer|shopper')),
  clause(AUX, 'called off'),
);

const acted = (verb: typeof placed) => any(clause(order, verb, tail), orAlso(NOUN, clause(verb, tail)));
const we =
  'we|i|you|shop|store|site|website just|have|has|had|ever|finally* get|gets|got|receive|receives|received|have|had|book|land|win|take|make|close|closed';

const shop = any(around('us|shop|store|site|website|webshop'), 'online|here');
/** What was bought, where that says nothing: a product by name stays to be told of. */
const things = any(clause('something|anything|stuff|a|an|item|product|again', 'item|product|again?', shop), shop);

const happening = longest(
  happens(
    'orders',
    'order.created',
    acted(placed),
    clause(we, order, 'in|through?', tail),
    clause('there is|are|s|was', order, tail),
    clause('theres', order, tail),
    clause(
      `${DET}`,
      KIND,
      'new|incoming|another|each|every|any|all|next',
      KIND,
      optional(any(bound, size)),
      KIND,
      NOUN,
      'in?',
      tail,
    ),
    clause('every|each|any|all|another', KIND, optional(any(bound, size)), NOUN, tail),
    clause(optional(DET), KIND, any(bound, size), KIND, NOUN, 'in?', tail),
    clause(optional(DET), KIND, NOUN, any(bound, clause('that|which|and? is|are|was|looks', size))),
    clause('a|an|any|the|our|new*', BUYER, AUX, 'orders|ordered|buys|bought|purchases|purchased', things, tail),
    clause('a|an|any|the|our|new*', BUYER, AUX, 'places|placed|makes|made|submits', order, tail),
    clause('a|an|any|the|our|new*', BUYER, AUX, 'checks out', tail),
    clause(
      'a|an|any|the|our|new*',
      BUYER,
      AUX,
      'spends|spent',
      bound,
      'in|on|with|at? one|a|an|the|us? order|purchase|go|shop?',
    ),
    clause('anything|something|everything|stuff', bound, AUX, 'ordered|bought|purchased|sold'),
    clause('something|anything|stuff|an? item|product?', AUX, 'ordered|bought|purchased|sold', tail),
    clause('we|i', 'sell|sold', 'something|anything|stuff|a|an|item|product', 'item|product?', tail),
    clause('the|a|an|any|our* basket|cart|checkout value|total|size|amount?', bound),
    clause('we|i', 'sell|sold|make|made a|an? sale?', 'something|anything?', bound),
    clause('a|an|every|each|any|new new? sale', bound),
    clause('we|i make|made|get|got|close a|an|another|new* sale', tail),
    clause('a|an|every|each|any|new sale', AUX, 'comes|made|happens|goes in|through?', tail),
  ),
  happens(
    'orders',
    'order.paid',
    acted(paid),
    clause(DET, KIND, 'paid|paid-for|settled', NOUN, tail),
    clause('a|an|any|the|our*', BUYER, AUX, 'pays|paid for? their|an|the|his|her order|orders|purchase', tail),
    clause('we|i get|got|are|were paid for', order),
    clause('a|the|any? payment|payments for', order, AUX, 'comes|arrives|made|received|lands|clears|goes in|through?'),
    clause('we|i receive|get|got a|the? payment|money for', order),
  ),
  happens(
    'orders',
    'order.fulfilled',
    acted(shipped),
    clause(DET, KIND, 'shipped|fulfilled|delivered|dispatched', NOUN, tail),
    clause('we|i ship|shipped|deliver|delivered|fulfill|fulfil|dispatch|send', order, 'out|off?'),
    clause('order|orders shipment|shipments|delivery|deliveries|fulfillment|fulfilment'),
  ),
  happens(
    'orders',
    'order.refunded',
    acted(refunded),
    clause(DET, KIND, 'refunded', NOUN, tail),
    clause(
      `${DET}`,
      'new|order*',
      optional(size),
      'order|customer*',
      optional(bound),
      'refund|refunds',
      optional(bound),
      optional(
        any(
          clause('for|of|on', order),
          clause('is|are|was|gets|has|been* issued|made|given|processed|granted|requested|approved|paid|recorded'),
          clause('happens|happen|occurs|goes|comes|go out|through|in?'),
        ),
      ),
      tail,
    ),
    clause(
      'we|i refund|refunded|reimburse',
      any(order, clause('a|the|any|our? customer|client|buyer|someone|somebody|anyone')),
    ),
    clause('we|i issue|give|make|process|have|get', DET, 'refund|refunds', tail),
    clause('a|an|any|the|our*', BUYER, AUX, 'refunded'),
    clause('a|the|any|some* money|payment|payments', AUX, 'refunded|returned|reimbursed|paid|sent back?', tail),
    clause('a|an|any|the|our*', BUYER, 'gets|get|receives|wants|requests|asks* a|for|their* refund|money back?', tail),
  ),
  happens(
    'orders',
    'order.canceled',
    acted(canceled),
    clause(DET, KIND, 'canceled|cancelled', NOUN, tail),
    clause('an|a|any|the|every|each|new? order|orders cancellation|cancellations|cancelation|cancels'),
    clause('a|an|any|every|each|the? cancellation|cancellations of', order),
    clause('a|an|any|the|our*', BUYER, AUX, 'cancels|cancelled|canceled|cancel', 'his|her|their', order),
    clause('a|an|any|the|our*', BUYER, AUX, 'cancels|cancelled|canceled|cancel', order),
    clause('we|i lose|lost|cancel|cancelled|canceled', order),
  ),
);

/** How people speak of orders. */
export const orders: SubjectWords = {
  subject: 'orders',
  mention: mentions(
    'orders',
    'all|our|the|my|todays|yesterdays|recent|latest|new|customer|online* orders|purchases',
    'our|the|my|all|daily|weekly|monthly|total|todays|yesterdays* sales',
    'the|that|each|every days|day orders|sales',
  ),
  happening,
  // A bare bound ("it is over $500") is nobody's in particular; whoever reads the sentence gives it to the order.
  condition: null,
};
