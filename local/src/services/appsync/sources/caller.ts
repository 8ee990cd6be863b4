import { assumedRole, type Caller } from '../../../core/aws/caller.ts';

/** The name of the sessions in which AppSync assumes the roles of data sources. */
export const SESSION = 'APPSYNC_ASSUME_ROLE';

/** The caller of a data source: its role, which AppSync assumes. */
export const sourceCaller = (roleArn: string): Caller => assumedRole(roleArn, SESSION);
