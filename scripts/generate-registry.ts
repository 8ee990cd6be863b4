import { API_EVENT_SOURCE, APPLICATION_AMENDED, APPLICATION_SUBMITTED, EVENT_SOURCE } from '../events/names.ts';
import { type Json, readSchemaFiles, type SchemaFile } from './event-schemas.ts';

const DRAFT_4 = 'http://json-schema.org/draft-04/schema#';

/**
 * Generates the schemas for EventBridge's schema registry: JSON Schema Draft 4 of the whole event that a consumer
 * receives.
 */
export async function generateRegistry(root: string): Promise<Map<string, string>> {
  const files = await readSchemaFiles(root);
  return new Map(files.map((file) => [`events/generated/registry/${file.name}.json`, textOf(file)]));
}

function textOf({ schema }: SchemaFile): string {
  return `${JSON.stringify(envelopeOf(schema.title, toDraft4(schema)), null, 2)}\n`;
}

const sourcesOf = (detailType: string): readonly string[] =>
  detailType === APPLICATION_SUBMITTED || detailType === APPLICATION_AMENDED
    ? [EVENT_SOURCE, API_EVENT_SOURCE]
    : [EVENT_SOURCE];

/** Makes the schema of a whole event. Its `x-` members are the same as in the schemas that AWS publishes. */
function envelopeOf(detailType: string, detail: Json): Json {
  const text = { type: 'string' };
  return {
    $schema: DRAFT_4,
    title: detailType,
    'x-amazon-events-source': EVENT_SOURCE,
    'x-amazon-events-detail-type': detailType,
    type: 'object',
    required: ['source', 'detail-type', 'detail'],
    properties: {
      version: text,
      id: text,
      source: { type: 'string', enum: sourcesOf(detailType) },
      'detail-type': { type: 'string', enum: [detailType] },
      account: text,
      time: { type: 'string', format: 'date-time' },
      region: text,
      resources: { type: 'array', items: text },
      'replay-name': text,
      detail,
    },
  };
}

type Convert = (value: unknown, keyword: string) => Json;

const same: Convert = (value, keyword) => ({ [keyword]: value });
const omitted: Convert = () => ({});

/** Conversion of each supported keyword. Other keywords are refused, because Draft 4 may not have them. */
const KEYWORDS: Readonly<Record<string, Convert>> = {
  $schema: omitted,
  $id: omitted,
  title: omitted,
  description: same,
  type: same,
  required: same,
  enum: same,
  minLength: same,
  maxLength: same,
  minItems: same,
  maxItems: same,
  uniqueItems: same,
  const: (value) => ({ enum: [value] }),
  pattern: (value) => ({ pattern: withoutUnicodeClasses(String(value)) }),
  items: (value) => ({ items: toDraft4(value as Json) }),
  properties: (value) => ({
    properties: Object.fromEntries(
      Object.entries(value as Readonly<Record<string, Json>>).map(([name, member]) => [name, toDraft4(member)]),
    ),
  }),
};

/** Converts a JSON Schema 2020-12 to Draft 4. @throws Error that names the keyword, if Draft 4 has no equivalent */
export function toDraft4(schema: Json): Json {
  const parts = Object.entries(schema).map(([keyword, value]) => {
    const convert = KEYWORDS[keyword];
    if (convert === undefined)
      throw new Error(`scripts/generate-registry.ts cannot convert the keyword ${keyword} to JSON Schema Draft 4.`);
    return convert(value, keyword);
  });
  return Object.assign({}, ...parts);
}

/**
 * Replaces Unicode classes in a pattern, because Draft 4 patterns do not have them. The class of control characters
 * becomes its ranges. The class of lone surrogates is dropped: JSON text in UTF-8 cannot contain a lone surrogate, and
 * these patterns cannot distinguish it from a surrogate pair.
 */
function withoutUnicodeClasses(pattern: string): string {
  const converted = pattern
    .replaceAll('\\p{Cc}\\p{Cs}', '\\u0000-\\u001f\\u007f-\\u009f')
    .replaceAll('\\p{Cc}', '\\u0000-\\u001f\\u007f-\\u009f');
  if (/\\p\{/i.test(converted))
    throw new Error(`The pattern ${pattern} has a Unicode class that Draft 4 does not have.`);
  return converted;
}
