import type { Kernel } from '../../core/kernel.ts';
import type { Planner } from './schedule/planner.ts';
import type { GroupStore } from './store/group-store.ts';
import type { ScheduleStore } from './store/schedule-store.ts';

/** The objects that the actions of the EventBridge Scheduler API use. */
export interface SchedulerContext {
  readonly kernel: Kernel;
  readonly schedules: ScheduleStore;
  readonly groups: GroupStore;
  readonly planner: Planner;
}
