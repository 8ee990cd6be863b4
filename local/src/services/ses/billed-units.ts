import type { BilledUnits } from '../../core/billed-units.ts';

/** https://aws.amazon.com/ses/pricing/ */
export const sesBilledUnits: BilledUnits = ({ action }) => (action.startsWith('Send') ? [['e-mails', 1]] : []);
