import { isObject, type Json, type JsonObject } from '../language/json.ts';

/**
 * Names of members in the AWS SDK for Java 2.x, which the `aws-sdk` integrations show in PascalCase, by the names of the
 * services' APIs: the SDK writes an abbreviation as a word.
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

/** Members of DynamoDB's AttributeValue that the SDK names otherwise. */
const ATTRIBUTE_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['BOOL', 'Bool'],
  ['BS', 'Bs'],
  ['NS', 'Ns'],
  ['NULL', 'Nul'],
  ['SS', 'Ss'],
]);

/** Members of DynamoDB's API that hold attribute values, by names that users chose. */
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
  'RequestItems',
  'Responses',
  'UnprocessedItems',
  'UnprocessedKeys',
]);

/** Members of other APIs whose content is the users' own. */
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
}

const inverse = (names: ReadonlyMap<string, string>) => new Map([...names].map(([api, sdk]) => [sdk, api]));

const TO_SDK: Names = { members: MEMBERS, attributes: ATTRIBUTE_MEMBERS };
const TO_API: Names = { members: inverse(MEMBERS), attributes: inverse(ATTRIBUTE_MEMBERS) };

/** An answer of the service with the SDK's names. */
export const withSdkNames = (service: string, answer: JsonObject): JsonObject => renamed(service, answer, TO_SDK);

/** A request to the service with the API's names; a member that has the API's name already keeps it. */
export const withApiNames = (service: string, request: JsonObject): JsonObject => renamed(service, request, TO_API);

const renamed = (service: string, object: JsonObject, names: Names): JsonObject =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      names.members.get(name) ?? name,
      renamedMember(service, name, value, names),
    ]),
  );

const renamedMember = (service: string, name: string, value: Json, names: Names): Json => {
  if (service === 'dynamodb' && ITEMS.has(name)) return renamedAttributes(value, names.attributes);
  if (OPAQUE.has(name)) return value;
  if (Array.isArray(value)) return value.map((each) => (isObject(each) ? renamed(service, each, names) : each));
  return isObject(value) ? renamed(service, value, names) : value;
};

/** Renames what is a member of an attribute value by its type: an attribute with such a name has an object as its value. */
const renamedAttributes = (value: Json, names: ReadonlyMap<string, string>): Json => {
  if (Array.isArray(value)) return value.map((each) => renamedAttributes(each, names));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, each]): [string, Json] => {
    const isMember = typeof each === 'boolean' || Array.isArray(each);
    return [(isMember ? names.get(name) : undefined) ?? name, renamedAttributes(each, names)];
  });
  return Object.fromEntries(entries);
};
