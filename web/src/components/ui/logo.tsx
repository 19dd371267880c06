/** The mark: a play sign leaning on a line of the book. */
export function Logo({ size = 28 }: { readonly size?: number }) {
  return <img src="/favicon.svg" width={size} height={size} alt="" />;
}
