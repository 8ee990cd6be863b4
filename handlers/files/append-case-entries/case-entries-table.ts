import { type DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { CaseEntry } from '../../../case-file/entry.ts';
import { allEntries, lastEntry, newEntry } from '../../shared/case-files/entries.ts';
import { isConflict } from '../../shared/conflict.ts';
import { callService } from '../../shared/errors.ts';
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

  /** One entry is a plain PutItem call. Several are one transaction, which costs twice the write units. */
  async add(entries: readonly CaseEntry[]): Promise<boolean> {
    const puts = entries.map((entry) => newEntry(this.#table, entry));
    const [first, ...others] = puts;
    if (first === undefined) return true;
    try {
      await callService('Writing the case file', async () => {
        if (others.length === 0) await this.#client.send(new PutCommand(first));
        else await this.#client.send(new TransactWriteCommand({ TransactItems: puts.map((Put) => ({ Put })) }));
      });
      return true;
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
  }

  read(applicationId: string): Promise<readonly CaseEntry[]> {
    return allEntries(this.#client, this.#table, applicationId);
  }
}
