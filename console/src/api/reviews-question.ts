import type { RequestOf } from '../../../api/client.ts';

/** Filter and order of a list of reviews. */
export type ReviewsQuestion = Omit<NonNullable<RequestOf<'GET /reviews'>['query']>, 'limit' | 'cursor'>;
