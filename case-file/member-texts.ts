/** The members of an entry's facts or personal data, without the salt. */
export const membersOf = (members: object = {}): readonly (readonly [name: string, value: unknown])[] =>
  Object.entries(members).filter(([name]) => name !== 'salt');

/** The same as `name: value` texts. */
export const memberTexts = (members?: object): readonly string[] =>
  membersOf(members).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
