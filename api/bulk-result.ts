import type { BulkDecisionItem, BulkResult } from './types.generated.ts';

const RECORDED: ReadonlySet<BulkResult> = new Set(['DONE', 'NEEDS_SECOND', 'NEEDS_SUPERVISOR']);

/** True if the decision on this review of a bulk decision is recorded. */
export const isRecorded = ({ result }: Pick<BulkDecisionItem, 'result'>): boolean => RECORDED.has(result);
