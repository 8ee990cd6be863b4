import { unsupported } from '../../core/aws/aws-error.ts';

interface DeclaredIndex {
  readonly IndexName?: unknown;
  readonly KeySchema?: unknown;
}

/** The members of CreateTable and UpdateTable that declare global indexes, before their checks. */
interface Declaration {
  readonly GlobalSecondaryIndexes?: readonly DeclaredIndex[] | null;
  readonly GlobalSecondaryIndexUpdates?: readonly ({ readonly Create?: DeclaredIndex | null } | null)[] | null;
}

const repeatsKind = ({ KeySchema: schema }: DeclaredIndex): boolean => {
  const kinds = Array.isArray(schema)
    ? schema.map((element) => (element as { KeyType?: unknown } | null)?.KeyType)
    : [];
  return ['HASH', 'RANGE'].some((kind) => kinds.filter((each) => each === kind).length > 1);
};

/**
 * Refuses a global index whose partition key or sort key has several attributes: AWS has these indexes, the runtime does
 * not. Throws UnsupportedOperation.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
 */
export const refuseMultiAttributeKeys = (action: string, input: Record<string, unknown>): void => {
  const { GlobalSecondaryIndexes: declared, GlobalSecondaryIndexUpdates: updates } = input as Declaration;
  const created = Array.isArray(updates) ? updates.map((update) => update?.Create) : [];
  const all = [...(Array.isArray(declared) ? declared : []), ...created] as (DeclaredIndex | null | undefined)[];
  const index = all.find((each) => each && repeatsKind(each));
  if (index) throw unsupported(`The multi-attribute key of index ${String(index.IndexName)} in dynamodb:${action}`);
};
