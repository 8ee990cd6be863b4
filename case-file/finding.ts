/** Something wrong with a case file. */
export interface Finding {
  /** The entry, or the number at which an entry is missing. */
  readonly number: number;
  readonly what: 'CHANGED' | 'MISSING' | 'REORDERED' | 'CUT' | 'ADDED';
  /** One sentence without applicants' data. */
  readonly text: string;
}
