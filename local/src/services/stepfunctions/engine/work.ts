import type { TaskEffect } from '../interpreter/contract.ts';
import { parseResource } from '../interpreter/resource.ts';
import type { Progress } from './progress.ts';

/** The tasks in flight after a step: started service tasks that are not submitted, answered or cancelled. */
export const workAfter = (before: ReadonlyMap<string, TaskEffect>, progress: Progress): Map<string, TaskEffect> => {
  const work = new Map(before);
  for (const effect of progress.effects) {
    if (effect.kind === 'cancelTask') work.delete(effect.taskId);
    if (effect.kind === 'runTask' && parseResource(effect.resource).kind !== 'activity')
      work.set(effect.taskId, effect);
  }
  for (const taskId of work.keys())
    if (!(taskId in progress.snapshot.tasks) || progress.submitted.has(taskId)) work.delete(taskId);
  return work;
};
