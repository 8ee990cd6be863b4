import type { Home } from '../../../core/aws/arn.ts';
import { validationError } from '../../../core/aws/aws-error.ts';
import type { Table } from '../dynalite-types.ts';
import { streamArn, type ViewType } from './stream.ts';
import type { StreamStore } from './stream-store.ts';

/** The checked StreamSpecification of CreateTable and UpdateTable. */
export interface StreamSpecification {
  readonly StreamEnabled: boolean;
  readonly StreamViewType?: ViewType;
}

const INVALID = 'One or more parameter values were invalid: ';

/** Throws ValidationException with AWS's message if the view type is missing, or must not be present. */
export const refuseViewType = (specification: StreamSpecification | undefined): void => {
  if (!specification) return;
  const { StreamEnabled, StreamViewType } = specification;
  if (StreamEnabled && StreamViewType === undefined)
    throw validationError(`${INVALID}If stream is being enabled then UpdateViewType is required`);
  if (!StreamEnabled && StreamViewType !== undefined)
    throw validationError(`${INVALID}If stream is being disabled, then UpdateViewType must not be specified`);
};

/** Returns the table with a new enabled stream. Call it inside `store.write`. */
export const withStream = (streams: StreamStore, table: Table, viewType: ViewType, home: Home): Table => {
  const stream = streams.create(table, viewType);
  return {
    ...table,
    StreamSpecification: { StreamEnabled: true, StreamViewType: viewType },
    LatestStreamArn: streamArn(home, stream),
    LatestStreamLabel: stream.label,
  };
};

/** Returns the table without its stream. As on AWS, the description keeps the ARN and the label of the stream. */
const withoutStream = (streams: StreamStore, { StreamSpecification: _, ...table }: Table): Table => {
  streams.end(table.TableName);
  return table;
};

/**
 * Returns the table after the stream change of UpdateTable. Call it inside `store.write`. Throws ValidationException if
 * the change enables a stream and the table has one already (even with another view type), or if it disables a stream
 * and the table has none.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
export const withChangedStream = (
  streams: StreamStore,
  table: Table,
  specification: StreamSpecification,
  home: Home,
): Table => {
  const isEnabled = streams.enabled(table.TableName) !== undefined;
  const { StreamEnabled, StreamViewType } = specification;
  if (StreamEnabled && isEnabled)
    throw validationError(`Table already has an enabled stream: TableName: ${table.TableName}`);
  if (!StreamEnabled && !isEnabled)
    throw validationError(`Table has no stream to disable: TableName: ${table.TableName}`);
  return StreamViewType ? withStream(streams, table, StreamViewType, home) : withoutStream(streams, table);
};
