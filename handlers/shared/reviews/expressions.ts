import type { QueryCommandInput, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ReviewEntry } from './entry.ts';

type Member = keyof ReviewEntry;

/** A DynamoDB condition expression, and the attribute names and values that its placeholders stand for. */
export interface Condition {
  readonly text: string;
  readonly members: readonly Member[];
  readonly values: Readonly<Record<string, string | number>>;
}

const PENDING = { ':pending': 'PENDING' };

export const isPending: Condition = { text: '#state = :pending', members: ['state'], values: PENDING };
export const hasEnded: Condition = { text: '#state <> :pending', members: ['state'], values: PENDING };

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
  readonly condition: Condition;
}

export function updateInput(table: string, update: EntryUpdate): UpdateCommandInput {
  const { applicationId, set, setIfMissing = {}, remove = [], condition } = update;
  const written = { ...set, ...setIfMissing };
  const assignments = [
    ...Object.keys(set).map((name) => `#${name} = :${name}`),
    ...Object.keys(setIfMissing).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
    '#version = if_not_exists(#version, :zero) + :one',
  ];
  const removals = remove.length === 0 ? '' : ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}`;
  return {
    TableName: table,
    Key: { applicationId },
    UpdateExpression: `SET ${assignments.join(', ')}${removals}`,
    ConditionExpression: condition.text,
    ExpressionAttributeNames: names([...Object.keys(written), ...remove, ...condition.members, 'version']),
    ExpressionAttributeValues: { ...values(written), ...condition.values, ':zero': 0, ':one': 1 },
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
