import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { ApplicationState } from '../../events/states.ts';
import { STATE_INDEX, TABLES } from '../system-names.ts';

/** The attributes of a record that operators' commands read. They contain no data of the applicant. */
export interface ApplicationView {
  readonly id: string;
  readonly state: ApplicationState;
  readonly executionArn: string;
}

const VIEW = {
  ProjectionExpression: '#id, #state, #executionArn',
  ExpressionAttributeNames: { '#id': 'id', '#state': 'state', '#executionArn': 'executionArn' },
};

/** Maximum number of keys in one BatchGetItem request. */
const BATCH = 100;

/** Reads records with strongly consistent reads, by id. Ids without a record are missing in the result. */
export async function viewApplications(
  tables: DynamoDBDocumentClient,
  ids: readonly string[],
): Promise<Map<string, ApplicationView>> {
  const views = new Map<string, ApplicationView>();
  let wanted = ids.map((id) => ({ id }));
  while (wanted.length > 0) {
    const table = { Keys: wanted.slice(0, BATCH), ConsistentRead: true, ...VIEW };
    const read = new BatchGetCommand({ RequestItems: { [TABLES.applications]: table } });
    const { Responses = {}, UnprocessedKeys = {} } = await tables.send(read);
    for (const item of (Responses[TABLES.applications] ?? []) as ApplicationView[]) views.set(item.id, item);
    const left = (UnprocessedKeys[TABLES.applications]?.Keys ?? []) as { id: string }[];
    wanted = [...wanted.slice(BATCH), ...left];
  }
  return views;
}

/** Reads the record of one application with a strongly consistent read. */
export async function viewApplication(
  tables: DynamoDBDocumentClient,
  id: string,
): Promise<ApplicationView | undefined> {
  const read = new GetCommand({ TableName: TABLES.applications, Key: { id }, ConsistentRead: true, ...VIEW });
  return (await tables.send(read)).Item as ApplicationView | undefined;
}

/**
 * Reads the records in one state, oldest submission first. The index is eventually consistent, so the latest
 * changes may be missing.
 */
export async function applicationsIn(
  tables: DynamoDBDocumentClient,
  state: ApplicationState,
): Promise<readonly ApplicationView[]> {
  const query = {
    TableName: TABLES.applications,
    IndexName: STATE_INDEX,
    KeyConditionExpression: '#state = :state',
    ExpressionAttributeValues: { ':state': state },
    ...VIEW,
  };
  const found: ApplicationView[] = [];
  for await (const { Items = [] } of paginateQuery({ client: tables }, query))
    found.push(...(Items as ApplicationView[]));
  return found;
}
