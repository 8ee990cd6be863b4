import { type Command, Option } from 'commander';
import { ERASURE_REASONS } from '../../api/reason-codes.ts';
import type { Erasure, ErasureReason } from '../../api/types.generated.ts';
import type { Desk } from '../desk.ts';
import { erasureLines } from '../erasure/erasure-lines.ts';
import { CommandFailure, EXIT } from '../failures.ts';

const EXAMPLES = `Examples:
  apps login --user privacy-1
  apps erase a-1 --reason CONSENT_WITHDRAWN --reference DPO-7/2026
  apps login --user privacy-2               another person
  apps erase a-1 --confirm
  apps erase a-1                            how far it is, and which copies remain until when
`;

interface EraseOptions {
  readonly reason?: ErasureReason;
  readonly reference?: string;
  readonly confirm?: boolean;
}

/** Adds `apps erase`. */
export function registerErase(program: Command, desk: Desk): void {
  program
    .command('erase <id>')
    .summary("erase an applicant's data: one person requests it, another confirms it")
    .description(
      "Erases an applicant's data from the record, the review ledger and the case file. One privacy officer requests it, another confirms it. It cannot be undone.",
    )
    .addHelpText('before', EXAMPLES)
    .addOption(new Option('--reason <code>', 'request the erasure on this ground').choices(ERASURE_REASONS))
    .option('--reference <number>', 'number of the request in your own register; no personal data')
    .option('--confirm', 'confirm the erasure that another person requested; repeat it to finish an interrupted one')
    .action(async (id: string, options: EraseOptions) => {
      const erasure = await carryOut(desk, id, options);
      desk.screen.json(erasure);
      desk.screen.print(...erasureLines(erasure));
    });
}

function carryOut({ api }: Desk, id: string, { reason, reference, confirm }: EraseOptions): Promise<Erasure> {
  const path = { id };
  if (confirm === true && (reason ?? reference) !== undefined)
    throw new CommandFailure(EXIT.usage, '--confirm needs no --reason and no --reference: the request has them.');
  if (confirm === true) return api.call('POST /applications/{id}/erasure/confirmation', { path });
  if (reason !== undefined) {
    const body = reference === undefined ? { reason } : { reason, reference };
    return api.call('POST /applications/{id}/erasure', { path, body });
  }
  if (reference !== undefined) throw new CommandFailure(EXIT.usage, '--reference needs --reason.');
  return api.call('GET /applications/{id}/erasure', { path });
}
