/** The bank's rules for what a person must look at. Replace them here. */

const FLAGGED_WORD = 'evil';
const NUMBER_AND_STREET = /[0-9]+ \w+/;
const UNPROCESSABLE_MARK = 'UNPROCESSABLE_DATA';

/** True when a person must look at the name. */
export function isNameFlagged(name: string): boolean {
  return name.includes(FLAGGED_WORD);
}

/** True when no check of this name is possible at all. */
export function isNameUnprocessable(name: string): boolean {
  return name.includes(UNPROCESSABLE_MARK);
}

/** True when a person must look at the address: it has no number followed by a street. */
export function isAddressFlagged(address: string): boolean {
  return !NUMBER_AND_STREET.test(address);
}
