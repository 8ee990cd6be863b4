import { assumedRole, type Caller } from '../../../core/aws/caller.ts';

/** The caller of a data source: its role, which AppSync assumes. */
export const sourceCaller = (roleArn: string): Caller => assumedRole(roleArn, 'APPSYNC_ASSUME_ROLE');
