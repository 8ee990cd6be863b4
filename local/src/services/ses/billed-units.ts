import type { BilledUnits } from '../../core/billed-units.ts';

/** Billed e-mails of an action. https://aws.amazon.com/ses/pricing/ */
export const sesBilledUnits: BilledUnits = ({ action }) => (action.startsWith('Send') ? [['e-mails', 1]] : []);
