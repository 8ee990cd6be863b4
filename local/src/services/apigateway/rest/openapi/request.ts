import { madeId } from '../../../../core/cloudformation/made-id.ts';
import type { ValueObject } from '../../../../core/cloudformation/value.ts';
import {
  type DocumentNode,
  followed,
  itemsOf,
  memberOf,
  membersOf,
  referenced,
  textAt,
} from '../../openapi/document.ts';
import type { Operation } from '../../openapi/root.ts';
import { modelNamed } from './schemas.ts';

/** The places of parameters that methods can name. API Gateway ignores cookies and fields of forms. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ['header', 'header'],
  ['path', 'path'],
  ['query', 'querystring'],
]);

/** The parameters of an operation, which replace those of its path with the same name and place. */
const parametersOf = (root: DocumentNode, { node, shared }: Operation): readonly DocumentNode[] =>
  [shared, memberOf(node, 'parameters')].flatMap(itemsOf).map((parameter) => followed(root, parameter));

/** The property RequestParameters of an operation's method: whether each parameter is required. */
export const requestParameters = (root: DocumentNode, operation: Operation): ValueObject =>
  Object.fromEntries(
    parametersOf(root, operation).flatMap((parameter) => {
      const place = PLACES.get(textAt(memberOf(parameter, 'in')) ?? '');
      const name = textAt(memberOf(parameter, 'name')) ?? '';
      const isRequired = String(memberOf(parameter, 'required').value) === 'true';
      return place === undefined ? [] : [[`method.request.${place}.${name}`, isRequired]];
    }),
  );

/** A schema of a request's body. */
export interface BodySchema {
  readonly contentType: string;
  /** The model's name. A schema that is written in the operation gets a name of its own. */
  readonly model: string;
  /** The schema, if it is written in the operation. */
  readonly inline: DocumentNode | undefined;
}

/** The schemas of an operation's request body, by content type. */
export const bodySchemas = (root: DocumentNode, operation: Operation): readonly BodySchema[] =>
  givenSchemas(root, operation).flatMap(([contentType, schema]): readonly BodySchema[] => {
    if (schema.value === undefined) return [];
    const reference = memberOf(schema, '$ref');
    const model = modelNamed(textAt(reference) ?? '');
    if (model !== undefined) {
      referenced(root, reference);
      return [{ contentType, model, inline: undefined }];
    }
    return [{ contentType, model: `MODEL${madeId(schema.path, 10)}`, inline: schema }];
  });

const givenSchemas = (root: DocumentNode, operation: Operation): readonly (readonly [string, DocumentNode])[] => {
  if (memberOf(root, 'swagger').value === undefined) {
    const body = followed(root, memberOf(operation.node, 'requestBody'));
    return membersOf(memberOf(body, 'content')).map(([type, media]) => [type, memberOf(media, 'schema')]);
  }
  const body = parametersOf(root, operation).find((parameter) => memberOf(parameter, 'in').value === 'body');
  if (!body) return [];
  const own = itemsOf(memberOf(operation.node, 'consumes'));
  const types = (own.length > 0 ? own : itemsOf(memberOf(root, 'consumes'))).flatMap((type) => textAt(type) ?? []);
  return (types.length > 0 ? types : ['application/json']).map((type) => [type, memberOf(body, 'schema')]);
};
