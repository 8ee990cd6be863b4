import { isObject } from '../language/json.ts';
import type { Diagnostic } from './diagnostic.ts';
import { requireFields, schemaError } from './diagnostic.ts';
import { languageProblems } from './language-rules.ts';
import type { Check, Place } from './place.ts';
import { at } from './place.ts';
import { anything, plainText, referencePath, template } from './values.ts';

const MAX_LABEL_LENGTH = 40;
/** Characters that a Label must not contain, because the ARN of a Map Run contains the Label. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS names these control characters
const NOT_IN_LABEL = /[\s?*<>{}[\]"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** The Label of a distributed Map. */
export const label: Check = (value, place) => {
  if (typeof value !== 'string') return plainText(value, place);
  if (value === '') return [invalidLabel(place, 'Label cannot be empty')];
  if (value.length > MAX_LABEL_LENGTH)
    return [invalidLabel(place, `Label cannot exceed ${MAX_LABEL_LENGTH} characters`)];
  const wrong = NOT_IN_LABEL.exec(value)?.[0];
  return wrong === undefined ? [] : [invalidLabel(place, `Label contains invalid character: '${wrong}'`)];
};

const invalidLabel = (place: Place, message: string): Diagnostic => ({
  severity: 'ERROR',
  code: 'INVALID_LABEL_NAME',
  message,
  location: place.location,
});

/** ItemReader: the source of a distributed Map's items. */
export const itemReader: Check = (value, place) => {
  if (!isObject(value)) return [schemaError(place.location, 'Expected value of type [OBJECT]')];
  const config = isObject(value.ReaderConfig) ? value.ReaderConfig : {};
  const maxItemsPath = config.MaxItemsPath;
  return [
    ...requireFields(value, ['Resource'], place.location),
    ...storeProblems(value, place),
    ...(maxItemsPath === undefined ? [] : referencePath(maxItemsPath, at(at(place, 'ReaderConfig'), 'MaxItemsPath'))),
  ];
};

/** ResultWriter: the destination of a distributed Map's results. */
export const resultWriter: Check = (value, place) =>
  isObject(value) ? storeProblems(value, place) : [schemaError(place.location, 'Expected value of type [OBJECT]')];

function storeProblems(value: Parameters<typeof languageProblems>[0], place: Place): Diagnostic[] {
  const { Parameters: parameters, Arguments: given } = value;
  return [
    ...languageProblems(value, place),
    ...(parameters === undefined ? [] : template(parameters, at(place, 'Parameters'))),
    ...(given === undefined ? [] : anything(given, at(place, 'Arguments'))),
  ];
}
