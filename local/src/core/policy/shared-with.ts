const ACCOUNT_ID = /^\d{12}$/;

export const isAccountId = (text: string): boolean => ACCOUNT_ID.test(text);

/** The ARN with which a policy names a whole account. */
export const accountRoot = (accountId: string): string => `arn:aws:iam::${accountId}:root`;

/** A policy's member as AWS writes it: one value alone, several as a list. */
export const oneOrMore = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] ?? '') : values;
