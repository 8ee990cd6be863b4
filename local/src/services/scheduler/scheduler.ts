import type { Kernel } from '../../core/kernel.ts';
import type { ServiceModule } from '../../core/service.ts';
import { groupActions } from './actions/groups.ts';
import { scheduleActions } from './actions/schedules.ts';
import { tagActions } from './actions/tags.ts';
import type { SchedulerContext } from './context.ts';
import { createDeliveries } from './delivery/deliveries.ts';
import { schedulerRest } from './rest.ts';
import { Planner } from './schedule/planner.ts';
import { GroupStore } from './store/group-store.ts';
import { ScheduleStore } from './store/schedule-store.ts';
import { TABLES } from './store/tables.ts';

/**
 * Amazon EventBridge Scheduler: schedules, schedule groups, and the invocation of their targets. Each occurrence of a
 * schedule is stored once; its target is invoked at least once, or the invocation reaches the dead-letter queue.
 */
export const createScheduler = (kernel: Kernel): ServiceModule => {
  const { store, clock } = kernel;
  store.define(TABLES);
  const schedules = new ScheduleStore(store);
  const deliveries = createDeliveries(kernel);
  const planner = new Planner(kernel, schedules, deliveries);
  const context: SchedulerContext = { kernel, schedules, groups: new GroupStore(store, clock.now()), planner };
  return {
    service: {
      name: 'scheduler',
      actions: { ...scheduleActions(context), ...groupActions(context), ...tagActions(context) },
      protocols: [schedulerRest],
    },
    stop: () => deliveries.stop(),
  };
};
