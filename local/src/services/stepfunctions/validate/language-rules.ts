import type { JsonObject } from '../language/json.ts';
import type { Diagnostic } from './diagnostic.ts';
import { schemaError } from './diagnostic.ts';
import type { Place, QueryLanguage } from './place.ts';

/** Fields that exist in one query language only. */
const ONLY_IN: ReadonlyMap<string, QueryLanguage> = new Map<string, QueryLanguage>([
  ...['Arguments', 'Output', 'Items', 'Condition'].map((field): [string, QueryLanguage] => [field, 'JSONata']),
  ...[
    'InputPath',
    'OutputPath',
    'ResultPath',
    'ResultSelector',
    'Parameters',
    'Result',
    'ItemsPath',
    'SecondsPath',
    'TimestampPath',
    'ErrorPath',
    'CausePath',
    'TimeoutSecondsPath',
    'HeartbeatSecondsPath',
    'MaxConcurrencyPath',
    'MaxItemsPath',
    'MaxItemsPerBatchPath',
    'MaxInputBytesPerBatchPath',
    'ToleratedFailureCountPath',
    'ToleratedFailurePercentagePath',
    'Variable',
  ].map((field): [string, QueryLanguage] => [field, 'JSONPath']),
]);

/** One diagnostic for each field of the other query language. */
export function languageProblems(object: JsonObject, place: Place): Diagnostic[] {
  return Object.keys(object)
    .filter((field) => (ONLY_IN.get(field) ?? place.language) !== place.language)
    .map((field) =>
      schemaError(
        place.location,
        `The QueryLanguage is set to '${place.language}', but field '${field}' is only supported for the '${ONLY_IN.get(field)}' QueryLanguage`,
      ),
    );
}
