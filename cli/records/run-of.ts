import type { Clients } from '../clients.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { viewApplication } from './application-view.ts';

/**
 * ARN of a run. `id` is that ARN itself, or the id of an application, whose record has the ARN of its latest run.
 * @throws CommandFailure with exit code 3 if the application has no record
 */
export async function executionArnOf({ tables }: Pick<Clients, 'tables'>, id: string): Promise<string> {
  if (id.startsWith('arn:')) return id;
  const found = await viewApplication(tables, id);
  if (found !== undefined) return found.executionArn;
  const reason = `There is no record of the application ${id}.`;
  throw new CommandFailure(EXIT.notFound, `${reason} If it was submitted, apps replay starts a run for it.`);
}
