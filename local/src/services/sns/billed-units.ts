import { type BilledUnits, billedChunks } from '../../core/billed-units.ts';

/** https://aws.amazon.com/sns/pricing/ */
export const snsBilledUnits: BilledUnits = ({ action, input }) =>
  action === 'Publish' ? [['requests', billedChunks(input.Message)]] : [];
