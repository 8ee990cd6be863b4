import type { CheckFacts } from '../../api/types.generated.ts';

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

/** Why each check was flagged, or not. An address is flagged for what it lacks, so nothing of it meets the rule. */
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
