import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import * as append from '../../handlers/files/append-case-entries/contract.ts';
import * as seal from '../../handlers/files/seal-case-files/contract.ts';
import { MEASURES_EXPIRE_AT, MEASURES_KEY } from '../../handlers/shared/measures/contract.ts';
import { allow, type BundledFunction } from '../constructs/bundled-function.ts';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { StreamConsumer, type StreamSource } from '../constructs/stream-consumer.ts';
import { allowEvents } from './allow-events.ts';
import type { ApplicationStage } from './stage.ts';

/** For a table whose items never change in a way that matters. */
export const ONLY_NEW_ITEMS = [{ eventName: FilterRule.isEqual('INSERT') }];

/** For the table of notifications: items about the end of a run that concerns an application. */
export const ONLY_ENDS_OF_RUNS = [
  { dynamodb: { NewImage: { endOfRun: { M: { applicationId: { S: FilterRule.exists() } } } } } },
];

/** Puts the changes of one run into one batch. */
const BATCHING_WINDOW = Duration.seconds(5);
const BATCH_SIZE = 100;

export interface CaseFilesProps {
  readonly stage: ApplicationStage;
  readonly bus: EventBus;
  /** The rules of the checks, for functions that explain checks. */
  readonly rulesFiles: Readonly<Record<string, string>>;
  /** Tables whose changes the case files describe. */
  readonly sources: readonly StreamSource[];
  /** The table by which people find applications of an applicant. */
  readonly applicantIndex: Table;
}

/**
 * The case file of each application: entries that are only added, each about one change of a table. The changes come from
 * the tables' streams, so that no change is without its entry and no entry without its change.
 */
export class CaseFiles extends Construct {
  readonly entries: Table;
  /** The end of each file at its last seal, and the seals. */
  readonly seals: Table;
  /** What the measures count: an item for each application and each review that has ended. */
  readonly measures: Table;
  /** Writes the entries. */
  readonly append: BundledFunction;
  readonly #props: CaseFilesProps;

  constructor(scope: Construct, id: string, props: CaseFilesProps) {
    super(scope, id);
    this.#props = props;
    const { stage } = props;
    const table = { tableName: 'case-entries', key: 'applicationId', numberedBy: 'number', stage };
    this.entries = new KeyedTable(this, 'Entries', table).table;
    this.seals = new KeyedTable(this, 'Seals', { tableName: 'case-seals', key: 'id', stage }).table;
    this.measures = this.#createMeasures(stage);
    this.append = this.#createAppend();
    this.#seal();
  }

  #createMeasures(stage: ApplicationStage): Table {
    const { day, id } = MEASURES_KEY;
    const table = { tableName: 'measures', key: day, sortedBy: id, expiresBy: MEASURES_EXPIRE_AT, stage };
    return new KeyedTable(this, 'Measures', table).table;
  }

  #createAppend(): BundledFunction {
    const { stage, sources, rulesFiles, applicantIndex } = this.#props;
    const { consumer } = new StreamConsumer(this, 'Append', {
      name: 'append-case-entries',
      stage,
      sources,
      files: rulesFiles,
      batchSize: BATCH_SIZE,
      batchingWindow: BATCHING_WINDOW,
      timeout: Duration.seconds(append.TIMEOUT_SECONDS),
      environment: {
        [append.ENV.entriesTable]: this.entries.tableName,
        [append.ENV.measuresTable]: this.measures.tableName,
        [append.ENV.measureDays]: String(stage.retention.measures.toDays()),
        [append.ENV.applicantIndexTable]: applicantIndex.tableName,
      },
      mayCall: [
        allow(['dynamodb:Query', 'dynamodb:PutItem'], [this.entries.tableArn]),
        allow(['dynamodb:BatchWriteItem'], [this.measures.tableArn, applicantIndex.tableArn]),
      ],
    });
    return consumer;
  }

  #seal(): void {
    const { stage, bus } = this.#props;
    new ScheduledFunction(this, 'Seal', {
      name: 'seal-case-files',
      stage,
      every: Duration.days(1),
      timeout: Duration.seconds(seal.TIMEOUT_SECONDS),
      environment: {
        [seal.ENV.entriesTable]: this.entries.tableName,
        [seal.ENV.sealsTable]: this.seals.tableName,
        [seal.ENV.busName]: bus.eventBusName,
      },
      mayCall: [
        allow(['dynamodb:Scan'], [this.entries.tableArn]),
        allow(
          ['dynamodb:Scan', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:BatchWriteItem'],
          [this.seals.tableArn],
        ),
        allowEvents(bus, 'seal-case-files'),
      ],
    });
  }
}
