import type { KindedDefinition } from '../../../core/store/definition-table.ts';
import type { Kinds } from './definitions.ts';

/** A part of an API, or an API, as it is stored. */
export type StoredPart = KindedDefinition<Kinds>;

/** The parts that methods name. */
export interface KnownParts {
  authorizer(id: string): Kinds['authorizer'] | undefined;
  hasValidator(id: string): boolean;
  /** `id` is `<api>/<name>`. */
  hasModel(id: string): boolean;
}
