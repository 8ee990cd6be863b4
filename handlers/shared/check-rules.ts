import type { CheckFacts } from '../../api/types.generated.ts';

// The bank's rules for which applications need a review. Replace them here.

/** Counts the versions of the rules; raise it with every change. Case files name it with each check. */
export const RULES_VERSION = 1;

const FLAGGED_WORD = 'evil';
const NUMBER_AND_STREET = /[0-9]+ \w+/;
const UNPROCESSABLE_MARK = 'UNPROCESSABLE_DATA';

/** True if the name needs a review. */
export function isNameFlagged(name: string): boolean {
  return name.includes(FLAGGED_WORD);
}

/** True if the name cannot be checked. */
export function isNameUnprocessable(name: string): boolean {
  return name.includes(UNPROCESSABLE_MARK);
}

/** True if the address needs a review: it has no number followed by a street. */
export function isAddressFlagged(address: string): boolean {
  return !NUMBER_AND_STREET.test(address);
}

/** The result of each check with its rule. Only a flagged name has `met`: an address is flagged for a missing part. */
export function explainChecks({ name, address }: { name: string; address: string }): readonly CheckFacts[] {
  const isFlagged = isNameFlagged(name);
  return [
    {
      check: 'NAME',
      flagged: isFlagged,
      rule: `A name that contains "${FLAGGED_WORD}" is looked at by a person.`,
      value: name,
      ...(isFlagged ? { met: FLAGGED_WORD } : {}),
    },
    {
      check: 'ADDRESS',
      flagged: isAddressFlagged(address),
      rule: 'An address without a number, a space and a street after it, as in "123 Street", is looked at by a person.',
      value: address,
    },
  ];
}
