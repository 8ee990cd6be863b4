import type { Types } from './dynalite-types.ts';
import { MAX_KEY_ELEMENTS } from './multi-attribute-keys.ts';
import { VIEW_TYPES } from './streams/stream.ts';

/** The members of a table's description that dynalite does not support. */
const EXTRAS: Types = {
  StreamSpecification: {
    type: 'FieldStruct<StreamSpecification>',
    children: {
      StreamEnabled: { type: 'Boolean', notNull: true },
      StreamViewType: { type: 'String', enum: VIEW_TYPES },
    },
  },
  SSESpecification: {
    type: 'FieldStruct<SSESpecification>',
    children: {
      Enabled: 'Boolean',
      SSEType: { type: 'String', enum: ['AES256', 'KMS'] },
      KMSMasterKeyId: 'String',
    },
  },
  OnDemandThroughput: {
    type: 'FieldStruct<OnDemandThroughput>',
    children: { MaxReadRequestUnits: 'Long', MaxWriteRequestUnits: 'Long' },
  },
  DeletionProtectionEnabled: 'Boolean',
  TableClass: { type: 'String', enum: ['STANDARD', 'STANDARD_INFREQUENT_ACCESS'] },
};

export const EXTRA_MEMBERS = Object.keys(EXTRAS);

const TAGS: Types = {
  Tags: {
    type: 'List',
    children: {
      type: 'ValueStruct<Tag>',
      children: {
        Key: { type: 'String', notNull: true, lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 128 },
        Value: { type: 'String', notNull: true, lengthLessThanOrEqual: 256 },
      },
    },
  },
};

interface Nested {
  readonly children: Types & Nested;
}

const childrenOf = (type: unknown): Types & Nested => (type as Nested).children;

/** Global indexes; the keys of these may have several attributes. */
const globalIndexes = (type: unknown): object => {
  const index = childrenOf(type);
  const keySchema = { ...(index.children.KeySchema as object), lengthLessThanOrEqual: MAX_KEY_ELEMENTS };
  return { ...(type as object), children: { ...index, children: { ...index.children, KeySchema: keySchema } } };
};

/**
 * The members of CreateTable, in the order in which AWS reports their errors. TableName has the type checks of other
 * members, because AWS reports a wrong length like any other constraint.
 */
export const createTableTypes = ({ LocalSecondaryIndexes, GlobalSecondaryIndexes, ...types }: Types): Types => ({
  ...types,
  GlobalSecondaryIndexes: globalIndexes(GlobalSecondaryIndexes),
  LocalSecondaryIndexes,
  TableName: {
    type: 'String',
    required: true,
    regex: '[a-zA-Z0-9_.-]+',
    lengthGreaterThanOrEqual: 3,
    lengthLessThanOrEqual: 255,
  },
  ...EXTRAS,
  ...TAGS,
});

/**
 * The members of UpdateTable; `createTable` are the members of CreateTable. A new index has the same members as in
 * CreateTable, because an index needs ProvisionedThroughput only if its table has provisioned capacity.
 */
export const updateTableTypes = (types: Types, createTable: Types): Types => {
  const updates = childrenOf(types.GlobalSecondaryIndexUpdates);
  const create = {
    ...(updates.children.Create as object),
    children: childrenOf(createTable.GlobalSecondaryIndexes).children,
  };
  return {
    ...types,
    AttributeDefinitions: { type: 'List', children: childrenOf(createTable.AttributeDefinitions) },
    GlobalSecondaryIndexUpdates: {
      type: 'List',
      children: { ...updates, children: { ...updates.children, Create: create } },
    },
    ...EXTRAS,
  };
};
