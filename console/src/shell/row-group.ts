/** Rows of a list under a heading of their own. */
export interface RowGroup<Item> {
  /** Not shown. Differs from the ids of the other groups of the list. */
  readonly id: string;
  readonly heading: string;
  readonly items: readonly Item[];
}
