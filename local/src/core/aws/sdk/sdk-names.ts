import { isObject, type Value, type ValueObject } from '../../cloudformation/value.ts';

/**
 * Members that have a different name in the AWS SDK for Java 2.x, by their names in the services' APIs. The `aws-sdk`
 * integrations use the SDK's names in PascalCase, and the SDK writes an abbreviation like a word (`KmsKeyArn`).
 */
const MEMBERS: ReadonlyMap<string, string> = new Map([
  ['KMSKeyArn', 'KmsKeyArn'],
  ['KMSMasterKeyArn', 'KmsMasterKeyArn'],
  ['KMSMasterKeyId', 'KmsMasterKeyId'],
  ['MD5OfBody', 'Md5OfBody'],
  ['MD5OfMessageAttributes', 'Md5OfMessageAttributes'],
  ['MD5OfMessageBody', 'Md5OfMessageBody'],
  ['MD5OfMessageSystemAttributes', 'Md5OfMessageSystemAttributes'],
  ['SSEDescription', 'SseDescription'],
  ['SSESpecification', 'SseSpecification'],
  ['SSEType', 'SseType'],
]);

type NamesOfService = { readonly [service: string]: ReadonlyMap<string, string> | undefined };

/** Members of one service's answers that have a different name in the SDK; other services have equal members. */
const ANSWERS: NamesOfService = { ssm: new Map([['ARN', 'Arn']]) };

/** Members of DynamoDB's AttributeValue that have a different name in the SDK. */
const ATTRIBUTE_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['BOOL', 'Bool'],
  ['BS', 'Bs'],
  ['NS', 'Ns'],
  ['NULL', 'Nul'],
  ['SS', 'Ss'],
]);

/** Members of DynamoDB's API that contain attribute values; users chose the names of these attributes. */
const ITEMS: ReadonlySet<string> = new Set([
  'Attributes',
  'ExclusiveStartKey',
  'ExpressionAttributeValues',
  'Item',
  'ItemCollectionKey',
  'Items',
  'Key',
  'Keys',
  'LastEvaluatedKey',
  'Parameters',
  'RequestItems',
  'Responses',
  'UnprocessedItems',
  'UnprocessedKeys',
]);

/** Members whose content belongs to the users, so that the names inside are not renamed. */
const OPAQUE: ReadonlySet<string> = new Set([
  'Attributes',
  'Detail',
  'ExpressionAttributeNames',
  'Input',
  'Message',
  'MessageAttributes',
  'MessageBody',
  'Output',
  'Payload',
  'Tags',
  'Variables',
]);

interface Names {
  readonly members: ReadonlyMap<string, string>;
  readonly attributes: ReadonlyMap<string, string>;
  readonly ofService: NamesOfService;
}

const inverse = (names: ReadonlyMap<string, string>) => new Map([...names].map(([api, sdk]) => [sdk, api]));

const TO_SDK: Names = { members: MEMBERS, attributes: ATTRIBUTE_MEMBERS, ofService: ANSWERS };
const TO_API: Names = { members: inverse(MEMBERS), attributes: inverse(ATTRIBUTE_MEMBERS), ofService: {} };

/** Renames the members of a service's answer to the SDK's names. */
export const withSdkNames = (service: string, answer: ValueObject): ValueObject => renamed(service, answer, TO_SDK);

/** Renames the members of a request to the API's names. A member that already has the API's name keeps it. */
export const withApiNames = (service: string, request: ValueObject): ValueObject => renamed(service, request, TO_API);

const renamed = (service: string, object: ValueObject, names: Names): ValueObject =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      names.ofService[service]?.get(name) ?? names.members.get(name) ?? name,
      renamedMember(service, name, value, names),
    ]),
  );

const renamedMember = (service: string, name: string, value: Value, names: Names): Value => {
  if (service === 'dynamodb' && ITEMS.has(name)) return renamedAttributes(value, names.attributes);
  if (OPAQUE.has(name)) return value;
  if (Array.isArray(value)) return value.map((each) => (isObject(each) ? renamed(service, each, names) : each));
  return isObject(value) ? renamed(service, value, names) : value;
};

/**
 * Renames the type descriptors of attribute values (`BOOL`, `SS`). An attribute can have the same name as a descriptor,
 * but the value of an attribute is an object; the value of a renamed descriptor is a boolean or an array.
 */
const renamedAttributes = (value: Value, names: ReadonlyMap<string, string>): Value => {
  if (Array.isArray(value)) return value.map((each) => renamedAttributes(each, names));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, each]): [string, Value] => {
    const isMember = typeof each === 'boolean' || Array.isArray(each);
    return [(isMember ? names.get(name) : undefined) ?? name, renamedAttributes(each, names)];
  });
  return Object.fromEntries(entries);
};
