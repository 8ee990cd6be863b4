// Generated from events/schemas by npm run generate. Do not edit.

import type { AccountOpened, ApplicationAmended, ApplicationApproved, ApplicationRejected, ApplicationSubmitted, ApplicationUnprocessable, CaseFilesSealed, InformationRequested, ReviewExpired, ReviewRequested } from './types.generated.ts';

export interface ValidationFailure {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly missingProperty?: string };
}
export const isAccountOpened: { (value: unknown): value is AccountOpened; errors?: readonly ValidationFailure[] | null };
export const isApplicationAmended: { (value: unknown): value is ApplicationAmended; errors?: readonly ValidationFailure[] | null };
export const isApplicationApproved: { (value: unknown): value is ApplicationApproved; errors?: readonly ValidationFailure[] | null };
export const isApplicationRejected: { (value: unknown): value is ApplicationRejected; errors?: readonly ValidationFailure[] | null };
export const isApplicationSubmitted: { (value: unknown): value is ApplicationSubmitted; errors?: readonly ValidationFailure[] | null };
export const isApplicationUnprocessable: { (value: unknown): value is ApplicationUnprocessable; errors?: readonly ValidationFailure[] | null };
export const isCaseFilesSealed: { (value: unknown): value is CaseFilesSealed; errors?: readonly ValidationFailure[] | null };
export const isInformationRequested: { (value: unknown): value is InformationRequested; errors?: readonly ValidationFailure[] | null };
export const isReviewExpired: { (value: unknown): value is ReviewExpired; errors?: readonly ValidationFailure[] | null };
export const isReviewRequested: { (value: unknown): value is ReviewRequested; errors?: readonly ValidationFailure[] | null };
