/** Words, and words that belong together, that hardly anybody writes but who complains. A business may have others. */
export const COMPLAINT_WORDS: readonly string[] = [
  ...['complain', 'refund', 'money back', 'broken', 'damaged', 'defective', 'faulty', 'wrong item', 'never arrived'],
  ...['not arrived', 'still waiting', 'unacceptable', 'disappointed', 'terrible', 'awful', 'worst', 'angry', 'rude'],
  ...['scam', 'lawyer'],
];
