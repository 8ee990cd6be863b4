import type { JsonObject } from '../language/json.ts';

/**
 * A finding of ValidateStateMachineDefinition.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html
 */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** The place in the definition, e.g. `/States/Wait/Timestamp`, `/States/Task/Retry[0]`. */
  readonly location?: string;
}

/** Something that breaks the schema of the states language. */
export const schemaError = (location: string, message: string): Diagnostic => ({
  severity: 'ERROR',
  code: 'SCHEMA_VALIDATION_FAILED',
  message,
  location,
});

/** One finding for all the missing fields of an object. */
export function requireFields(object: JsonObject, fields: readonly string[], location: string): Diagnostic[] {
  const missing = fields.filter((field) => object[field] === undefined);
  return missing.length === 0 ? [] : [schemaError(location, `These fields are required: [${missing.join(', ')}]`)];
}

/** One finding for each field that does not belong into an object. */
export function refuseOtherFields(object: JsonObject, fields: ReadonlySet<string>, location: string): Diagnostic[] {
  return Object.keys(object)
    .filter((field) => !fields.has(field))
    .map((field) => schemaError(location, `Field '${field}' is not supported`));
}
