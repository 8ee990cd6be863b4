import type { JsonObject } from '../language/json.ts';

/**
 * A finding of ValidateStateMachineDefinition.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html
 */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** Location in the definition, e.g. `/States/Wait/Timestamp`, `/States/Task/Retry[0]`. */
  readonly location?: string;
}

/** A violation of the states language's schema. */
export const schemaError = (location: string, message: string): Diagnostic => ({
  severity: 'ERROR',
  code: 'SCHEMA_VALIDATION_FAILED',
  message,
  location,
});

/** One diagnostic for all missing fields of an object. */
export function requireFields(object: JsonObject, fields: readonly string[], location: string): Diagnostic[] {
  const missing = fields.filter((field) => object[field] === undefined);
  return missing.length === 0 ? [] : [schemaError(location, `These fields are required: [${missing.join(', ')}]`)];
}

/** One diagnostic for each field that is not allowed in the object. */
export function refuseOtherFields(object: JsonObject, fields: ReadonlySet<string>, location: string): Diagnostic[] {
  return Object.keys(object)
    .filter((field) => !fields.has(field))
    .map((field) => schemaError(location, `Field '${field}' is not supported`));
}
