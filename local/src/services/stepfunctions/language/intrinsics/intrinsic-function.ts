import type { Json } from '../json.ts';
import type { Scope } from '../scope.ts';

/** An intrinsic function, called with evaluated arguments. Throws IntrinsicFault for invalid arguments. */
export type IntrinsicFunction = (values: readonly Json[], scope: Scope) => Json;
