import type { Home } from '../../../core/aws/arn.ts';
import { badRequest } from '../../../core/aws/aws-error.ts';
import { isObject } from '../../../core/cloudformation/value.ts';
import { orBadRequest, withPath, withVariables } from '../openapi/body.ts';
import { type Input, optionalText, requiredText, textList } from '../parameters.ts';
import { KEY_SOURCES, type RestApi } from './definitions.ts';
import type { KnownParts, StoredPart } from './known-parts.ts';
import { defineRestApi, type RestPart } from './openapi/define-rest-api.ts';
import { PART_READERS, type PartTools } from './parts.ts';

/** An API, and the parts that its OpenAPI document defines. */
interface DefinedApi {
  readonly api: RestApi;
  readonly parts: readonly StoredPart[];
}

/** Reads an API with its document, if it has one. Throws BadRequestException. */
export const readApi = (input: Input, home: Home, tools: PartTools): DefinedApi => {
  const id = requiredText(input, 'Id');
  const rootId = requiredText(input, 'RootId');
  const { Body: body } = input;
  const defined = isObject(body)
    ? orBadRequest(() => defineRestApi(withVariables(body, home), { id, rootId }))
    : { keySource: undefined, binaryMediaTypes: [], parts: [] };
  const binaryMediaTypes = [...textList(input, 'BinaryMediaTypes').map(unescaped), ...defined.binaryMediaTypes];
  const parts = readParts(defined.parts, tools);
  return {
    api: {
      id,
      name: requiredText(input, 'Name'),
      rootId,
      keySource: keySourceOf({ ApiKeySourceType: defined.keySource, ...input }),
      binaryMediaTypes: binaryMediaTypes.map((type) => type.toLowerCase()),
      imported: parts.map(({ kind, definition }) => ({ kind, id: definition.id })),
    },
    parts,
  };
};

/** A template may write `~1` for the slash of a media type. */
const unescaped = (type: string): string => type.replaceAll('~1', '/');

/** The source of an API's keys. Throws BadRequestException. */
export const keySourceOf = (input: Input): (typeof KEY_SOURCES)[number] => {
  const given = optionalText(input, 'ApiKeySourceType') ?? 'HEADER';
  const known = KEY_SOURCES.find((each) => each === given);
  if (known) return known;
  throw badRequest(`ApiKeySourceType ${given} is not one of ${KEY_SOURCES.join(', ')}`);
};

const readParts = (parts: readonly RestPart[], tools: PartTools): readonly StoredPart[] => {
  const read: StoredPart[] = [];
  const known = withParts(read, tools.known);
  for (const { kind, path, properties } of parts)
    read.push(withPath(path, () => PART_READERS[kind](properties, { ...tools, known })));
  return read;
};

/** The parts of a document besides the known ones. */
const withParts = (parts: readonly StoredPart[], known: KnownParts): KnownParts => {
  const has = (kind: StoredPart['kind'], id: string): boolean =>
    parts.some((part) => part.kind === kind && part.definition.id === id);
  return {
    authorizer: (id) => {
      const own = parts.find((part) => part.kind === 'authorizer' && part.definition.id === id);
      return own?.kind === 'authorizer' ? own.definition : known.authorizer(id);
    },
    hasValidator: (id) => has('validator', id) || known.hasValidator(id),
    hasModel: (id) => has('model', id) || known.hasModel(id),
  };
};
