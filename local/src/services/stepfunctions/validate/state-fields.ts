import { assign } from './assign.ts';
import { choices } from './choice-rules.ts';
import { credentials } from './credentials.ts';
import { catchers, retry } from './error-handlers.ts';
import { itemReader, label, resultWriter } from './map-fields.ts';
import type { Check } from './place.ts';
import { resource } from './resource.ts';
import {
  anything,
  boolean,
  integer,
  number,
  oneOf,
  ownReferencePathOrNull,
  path,
  pathOrIntrinsic,
  pathOrNull,
  plainText,
  referencePath,
  template,
  text,
  timestamp,
  verbatim,
} from './values.ts';

/**
 * The check of each field of a state. Fields with inner states (`Branches`, `ItemProcessor`, `Iterator`) are absent;
 * their states are checked like all others.
 */
export const FIELD_CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['Type', verbatim],
  ['Comment', plainText],
  ['QueryLanguage', oneOf(['JSONPath', 'JSONata'])],
  ['Next', plainText],
  ['End', boolean],
  ['Default', plainText],
  ['InputPath', pathOrNull],
  ['OutputPath', pathOrNull],
  ['ResultPath', ownReferencePathOrNull],
  ['Parameters', template],
  ['ResultSelector', template],
  ['ItemSelector', template],
  ['Assign', assign],
  ['Arguments', anything],
  ['Output', anything],
  ['Result', verbatim],
  ['Resource', resource],
  ['Credentials', credentials],
  ['Retry', retry],
  ['Catch', catchers],
  ['TimeoutSeconds', integer(1)],
  ['TimeoutSecondsPath', referencePath],
  ['HeartbeatSeconds', integer(1)],
  ['HeartbeatSecondsPath', referencePath],
  ['Seconds', integer(0)],
  ['SecondsPath', path],
  ['Timestamp', timestamp],
  ['TimestampPath', path],
  ['Error', text],
  ['Cause', text],
  ['ErrorPath', pathOrIntrinsic],
  ['CausePath', pathOrIntrinsic],
  ['Choices', choices],
  ['ItemsPath', path],
  ['Items', anything],
  ['MaxConcurrency', integer(0)],
  ['MaxConcurrencyPath', referencePath],
  ['ToleratedFailureCount', integer(0)],
  ['ToleratedFailureCountPath', referencePath],
  ['ToleratedFailurePercentage', number(0, 100)],
  ['ToleratedFailurePercentagePath', referencePath],
  ['Label', label],
  ['ItemReader', itemReader],
  ['ResultWriter', resultWriter],
  ['ItemBatcher', anything],
]);
