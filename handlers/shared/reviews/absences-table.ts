import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import { callService } from '../errors.ts';
import { type Absence, endOf } from './absences.ts';
import { ABSENCE_EXPIRES_AT } from './contract.ts';

/** The table of absences in DynamoDB: one item for each person. */
export function createAbsencesTable(client: DynamoDBDocumentClient, TableName: string) {
  return {
    find: async (username: string): Promise<Absence | undefined> => {
      const command = new GetCommand({ TableName, Key: { username }, ConsistentRead: true });
      const { Item } = await callService('Reading an absence', () => client.send(command));
      return Item && absenceIn(Item);
    },
    /** Replaces an earlier absence of the person. */
    put: async (absence: Absence): Promise<void> => {
      const Item = { ...absence, [ABSENCE_EXPIRES_AT]: endOf(absence) / 1000 };
      await callService('Writing an absence', () => client.send(new PutCommand({ TableName, Item })));
    },
    remove: async (username: string): Promise<void> => {
      const command = new DeleteCommand({ TableName, Key: { username } });
      await callService('Deleting an absence', () => client.send(command));
    },
    all: async (): Promise<readonly Absence[]> => {
      const absences: Absence[] = [];
      for await (const { Items = [] } of paginateScan({ client }, { TableName }))
        absences.push(...Items.map(absenceIn));
      return absences;
    },
  };
}

const absenceIn = ({ [ABSENCE_EXPIRES_AT]: _, ...item }: Readonly<Record<string, unknown>>): Absence =>
  item as unknown as Absence;
