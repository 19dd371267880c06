/** A button under a message: it opens an address, or sends what it bears to whoever has the messages' answers. */
export type MessageButton =
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  | { readonly kind: 'press'; readonly label: string; readonly value: string };
