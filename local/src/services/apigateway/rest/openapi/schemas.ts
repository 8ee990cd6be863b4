import { isList, isObject, type Value, type ValueObject } from '../../../../core/cloudformation/value.ts';
import {
  type DocumentNode,
  DocumentProblem,
  itemsOf,
  memberOf,
  membersOf,
  objectAt,
  referenced,
  textAt,
} from '../../openapi/document.ts';

/** Members of OpenAPI's schemas that models do not have, because they describe or are not checked by API Gateway. */
const NOT_CHECKED = new Set([
  'deprecated',
  'discriminator',
  'example',
  'externalDocs',
  'nullable',
  'readOnly',
  'writeOnly',
  'xml',
]);

/** Keywords whose argument is a schema, a list of schemas, or a schema or such a list. */
const WITH_SCHEMAS = new Set(['additionalItems', 'additionalProperties', 'allOf', 'anyOf', 'items', 'not', 'oneOf']);
/** Keywords whose argument has schemas as members. */
const WITH_TABLES = new Set(['definitions', 'dependencies', 'patternProperties', 'properties']);

const MODEL = /^#\/(?:components\/schemas|definitions)\/([A-Za-z0-9]+)$/;
const MODEL_URL = 'https://apigateway.amazonaws.com/restapis/';

/** The name of the model that a reference of a document names; undefined for any other reference. */
export const modelNamed = (reference: string): string | undefined => MODEL.exec(reference)?.[1];

/** The schemas of a document, which become models. */
export const schemasOf = (root: DocumentNode): DocumentNode =>
  memberOf(root, 'swagger').value === undefined
    ? memberOf(memberOf(root, 'components'), 'schemas')
    : memberOf(root, 'definitions');

/** A document, and the API that it defines. */
interface Defined {
  readonly root: DocumentNode;
  readonly apiId: string;
}

/**
 * A schema of OpenAPI as one of JSON Schema draft 4, in which references name the models of the API. Throws
 * DocumentProblem.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export const modelSchema = (node: DocumentNode, defined: Defined): ValueObject => {
  objectAt(node);
  const kept = membersOf(node).filter(([name]) => !NOT_CHECKED.has(name) && !name.startsWith('x-'));
  return Object.fromEntries(kept.map(([name, member]) => [name, argumentOf(name, member, defined)]));
};

const argumentOf = (name: string, node: DocumentNode, defined: Defined): Value => {
  if (name === '$ref') return modelUrl(node, defined);
  if (WITH_SCHEMAS.has(name)) return schemaOrList(node, defined);
  if (WITH_TABLES.has(name) && isObject(node.value))
    return Object.fromEntries(membersOf(node).map(([key, member]) => [key, schemaOrList(member, defined)]));
  return node.value ?? null;
};

const schemaOrList = (node: DocumentNode, defined: Defined): Value => {
  if (isList(node.value)) return itemsOf(node).map((item) => schemaOrList(item, defined));
  return isObject(node.value) ? modelSchema(node, defined) : (node.value ?? null);
};

const modelUrl = (node: DocumentNode, { root, apiId }: Defined): string => {
  const reference = textAt(node) ?? '';
  if (reference.startsWith(MODEL_URL)) return reference;
  const name = modelNamed(reference);
  if (name === undefined) throw new DocumentProblem(node.path, `${reference} does not name a model of this document`);
  referenced(root, node);
  return `${MODEL_URL}${apiId}/models/${name}`;
};
