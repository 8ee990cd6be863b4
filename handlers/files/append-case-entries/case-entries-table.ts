import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { CaseEntry } from '../../../case-file/entry.ts';
import { allEntries, lastEntry } from '../../shared/case-files/entries.ts';
import { callService, isConditionFailure } from '../../shared/errors.ts';
import type { CaseFiles } from './ports.ts';

/** The table of case entries: key `applicationId` and `number`. Entries are only added. */
export class CaseEntriesTable implements CaseFiles {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  last(applicationId: string): Promise<CaseEntry | undefined> {
    return lastEntry(this.#client, this.#table, applicationId);
  }

  async add(entry: CaseEntry): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: entry,
      ConditionExpression: 'attribute_not_exists(#number)',
      ExpressionAttributeNames: { '#number': 'number' },
    });
    try {
      await callService('Writing the case file', () => this.#client.send(put));
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  read(applicationId: string): Promise<readonly CaseEntry[]> {
    return allEntries(this.#client, this.#table, applicationId);
  }
}
