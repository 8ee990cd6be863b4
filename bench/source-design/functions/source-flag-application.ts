import { type ApplicationRecord, change } from '../record.ts';

interface Flag {
  readonly id: string;
  readonly flagType: 'REVIEW' | 'UNPROCESSABLE_DATA';
  readonly taskToken?: string;
  readonly errorInfo?: { readonly Cause: string };
}

export const handler = ({ id, flagType, taskToken, errorInfo }: Flag): Promise<ApplicationRecord> => {
  switch (flagType) {
    case 'REVIEW':
      return change(id, { state: 'FLAGGED_FOR_REVIEW', reason: 'REVIEW', taskToken });
    case 'UNPROCESSABLE_DATA':
      return change(id, {
        state: 'FLAGGED_WITH_UNPROCESSABLE_DATA',
        reason: (JSON.parse(errorInfo?.Cause ?? '{}') as { errorMessage?: string }).errorMessage,
      });
    default:
      throw new Error(`flagType is ${String(flagType)}.`);
  }
};
