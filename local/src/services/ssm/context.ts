import type { Kernel } from '../../core/kernel.ts';
import type { ParameterTable } from './parameter-table.ts';

/** What the actions of Parameter Store work with. */
export interface SsmContext {
  readonly kernel: Kernel;
  readonly table: ParameterTable;
}
