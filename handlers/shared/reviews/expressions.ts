import type { QueryCommandInput, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { OPEN_REVIEW_STATES, type OpenReviewState } from '../../../events/states.ts';
import type { AuditItem, ReviewEntry } from './entry.ts';

type Member = keyof ReviewEntry;

/** A DynamoDB condition expression, and the attribute names and values that its placeholders stand for. */
export interface Condition {
  readonly text: string;
  readonly members: readonly Member[];
  readonly values: Readonly<Record<string, string | number>>;
}

const OPEN = Object.fromEntries(OPEN_REVIEW_STATES.map((state, index) => [`:open${index}`, state]));
const IN_OPEN = `#state IN (${Object.keys(OPEN).join(', ')})`;

export const isOpen: Condition = { text: IN_OPEN, members: ['state'], values: OPEN };
/** False if the entry does not exist. */
export const hasEnded: Condition = {
  text: `attribute_exists(#state) AND NOT ${IN_OPEN}`,
  members: ['state'],
  values: OPEN,
};
/** For key conditions, which allow only one value. */
export const isIn = (state: OpenReviewState): Condition => ({
  text: '#state = :state',
  members: ['state'],
  values: { ':state': state },
});

/** True if the entry has a claim of this reviewer, which may be over. */
export const isClaimedBy = (reviewer: string): Condition => ({
  text: '#claim.reviewer = :claimedBy',
  members: ['claim'],
  values: { ':claimedBy': reviewer },
});

export const isMissing = (member: Member): Condition => ({
  text: `attribute_not_exists(#${member})`,
  members: [member],
  values: {},
});

/**
 * False if the member is missing. DynamoDB compares texts byte by byte, which sorts ISO 8601 times in UTC correctly.
 */
export const compare = (member: Member, operator: '<' | '<=' | '=' | '<>', value: string | number): Condition => ({
  text: `#${member} ${operator} :limit_${member}`,
  members: [member],
  values: { [`:limit_${member}`]: value },
});

export const both = (left: Condition, right: Condition): Condition =>
  join(`${left.text} AND ${right.text}`, left, right);

/** The result is in parentheses, because OR has a lower precedence than AND. */
export const either = (left: Condition, right: Condition): Condition =>
  join(`(${left.text} OR ${right.text})`, left, right);

const join = (text: string, left: Condition, right: Condition): Condition => ({
  text,
  members: [...left.members, ...right.members],
  values: { ...left.values, ...right.values },
});

/** A conditional update of one entry; it increments the version. */
export interface EntryUpdate {
  readonly applicationId: string;
  readonly set: Partial<ReviewEntry>;
  /** Members that are written only if the entry does not have them. */
  readonly setIfMissing?: Partial<ReviewEntry>;
  readonly remove?: readonly Member[];
  /** Items to append to the audit list. */
  readonly audited?: readonly AuditItem[];
  readonly condition: Condition;
}

/** The input of UpdateItem, which is also an update of a transaction. */
export function updateInput(
  table: string,
  update: EntryUpdate,
): UpdateCommandInput & { readonly UpdateExpression: string } {
  const { applicationId, set, setIfMissing = {}, remove = [], audited = [], condition } = update;
  const appends = audited.length > 0;
  const written = { ...set, ...setIfMissing };
  const assignments = [
    ...Object.keys(set).map((name) => `#${name} = :${name}`),
    ...Object.keys(setIfMissing).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
    ...(appends ? ['#audit = list_append(if_not_exists(#audit, :none), :audited)'] : []),
    '#version = if_not_exists(#version, :zero) + :one',
  ];
  const removals = remove.length === 0 ? '' : ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}`;
  return {
    TableName: table,
    Key: { applicationId },
    UpdateExpression: `SET ${assignments.join(', ')}${removals}`,
    ConditionExpression: condition.text,
    ExpressionAttributeNames: names([
      ...Object.keys(written),
      ...remove,
      ...condition.members,
      ...(appends ? ['audit'] : []),
      'version',
    ]),
    ExpressionAttributeValues: {
      ...values(written),
      ...condition.values,
      ...(appends ? { ':none': [], ':audited': audited } : {}),
      ':zero': 0,
      ':one': 1,
    },
  };
}

export interface EntryQuery {
  readonly index: string;
  readonly keyCondition: Condition;
  readonly filter?: Condition;
}

export function queryInput(table: string, { index, keyCondition, filter }: EntryQuery): QueryCommandInput {
  return {
    TableName: table,
    IndexName: index,
    KeyConditionExpression: keyCondition.text,
    FilterExpression: filter?.text,
    ExpressionAttributeNames: names([...keyCondition.members, ...(filter?.members ?? [])]),
    ExpressionAttributeValues: { ...keyCondition.values, ...filter?.values },
  };
}

const names = (members: readonly string[]): Record<string, string> =>
  Object.fromEntries(members.map((name) => [`#${name}`, name]));

const values = (members: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [`:${name}`, value]));
