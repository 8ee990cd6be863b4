import { type ApplicationRecord, change } from '../record.ts';

export const handler = ({ id }: { id: string }): Promise<ApplicationRecord> => change(id, { state: 'APPROVED' });
