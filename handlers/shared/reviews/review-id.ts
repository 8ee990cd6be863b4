/** Ids of applications, and so of their reviews. */
export const REVIEW_ID = /^[A-Za-z0-9._-]{1,64}$/;
