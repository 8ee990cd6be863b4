/** The statements around the writes of one turn of the event loop. */
export interface TurnCommands {
  readonly begin: string;
  readonly commit: string;
  readonly revert: string;
}

export const IN_USE: TurnCommands = { begin: 'BEGIN IMMEDIATE', commit: 'COMMIT', revert: 'ROLLBACK' };

/** In a rehearsal, all turns are parts of one transaction, which is rolled back at the end. */
export const IN_REHEARSAL: TurnCommands = {
  begin: 'SAVEPOINT turn',
  commit: 'RELEASE turn',
  revert: 'ROLLBACK TO turn; RELEASE turn',
};
