import { App, CfnOutput, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import {
  CfnSchedule,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const INPUT = ScheduleTargetInput.fromObject({ word: 'hello' });

const queueTargets = (stack: Stack) => {
  const queue = new Queue(stack, 'Queue', { queueName: 'due' });
  return {
    Tick: new targets.SqsSendMessage(queue, {
      input: ScheduleTargetInput.fromText('tick'),
      deadLetterQueue: new Queue(stack, 'Dead', { queueName: 'dead' }),
      maxEventAge: Duration.minutes(5),
      retryAttempts: 3,
    }),
    Universal: new targets.Universal({
      service: 'sqs',
      action: 'sendMessage',
      input: ScheduleTargetInput.fromObject({ QueueUrl: queue.queueUrl, MessageBody: 'universal' }),
      policyStatements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] })],
    }),
  };
};

/** The queue `noticed` receives the messages of the topic. */
const topicTarget = (stack: Stack) => {
  const topic = new Topic(stack, 'Topic');
  topic.addSubscription(new SqsSubscription(new Queue(stack, 'Noticed', { queueName: 'noticed' })));
  return new targets.SnsPublish(topic, { input: INPUT });
};

/** The queue `seen` receives the events of the bus. */
const busTarget = (stack: Stack) => {
  const bus = new EventBus(stack, 'Bus');
  const seen = new Queue(stack, 'Seen', { queueName: 'seen' });
  new Rule(stack, 'Rule', { eventBus: bus, eventPattern: { source: ['shop'] }, targets: [new SqsQueue(seen)] });
  const eventBus = EventBus.fromEventBusName(stack, 'SameBus', bus.eventBusName);
  return new targets.EventBridgePutEvents({ source: 'shop', detailType: 'Due', detail: INPUT, eventBus });
};

/** The queue `worked` receives the results of the function. */
const functionTarget = (stack: Stack) =>
  new targets.LambdaInvoke(
    new LambdaFunction(stack, 'Function', {
      functionName: 'due',
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => {};'),
      onSuccess: new SqsDestination(new Queue(stack, 'Worked', { queueName: 'worked' })),
    }),
    { input: INPUT },
  );

const machineTarget = (stack: Stack) => {
  const definitionBody = DefinitionBody.fromChainable(new Pass(stack, 'Done'));
  const machine = new StateMachine(stack, 'Machine', { stateMachineName: 'due', definitionBody });
  return new targets.StepFunctionsStartExecution(machine, { input: INPUT });
};

/** Adds the state machine `plan`, which creates the schedule `planned`. */
const addPlanner = (stack: Stack): void => {
  const role = new Role(stack, 'PlannedRole', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
  const queue = new Queue(stack, 'Planned', { queueName: 'planned' });
  queue.grantSendMessages(role);
  const task = new tasks.EventBridgeSchedulerCreateScheduleTask(stack, 'Plan', {
    scheduleName: 'planned',
    actionAfterCompletion: tasks.ActionAfterCompletion.DELETE,
    schedule: tasks.Schedule.rate(Duration.minutes(5)),
    startDate: new Date('2100-01-01T00:00:00Z'),
    target: new tasks.EventBridgeSchedulerTarget({ arn: queue.queueArn, role }),
  });
  new StateMachine(stack, 'Planner', { stateMachineName: 'plan', definitionBody: DefinitionBody.fromChainable(task) });
};

/** Adds a schedule whose role may send to the dead-letter queue `denied-dead` only. */
const addDenied = (stack: Stack): void => {
  const assumedBy = new ServicePrincipal('scheduler.amazonaws.com');
  const role = new Role(stack, 'DeniedRole', { assumedBy });
  const dead = new Queue(stack, 'DeniedDead', { queueName: 'denied-dead' });
  dead.grantSendMessages(role);
  new CfnSchedule(stack, 'Denied', {
    scheduleExpression: 'rate(1 day)',
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: stack.formatArn({ service: 'sqs', resource: 'due' }),
      roleArn: role.roleArn,
      input: 'never',
      deadLetterConfig: { arn: dead.queueArn },
    },
  });
};

const HOUR_IN_VIENNA = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Vienna',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** The hour of Vienna in which it is half a day later: a day from now contains it once, whatever time it is. */
const hourHalfADayFromNow = (): string => String((Number(HOUR_IN_VIENNA.format(new Date())) + 12) % 24);

/**
 * Synthesizes a stack with schedules of all kinds of targets, which occur once a day at a full hour of Vienna. Returns the
 * assembly.
 */
export const synthesizeSchedules = (outdir: string): string => {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'due');
  const schedule = ScheduleExpression.cron({
    minute: '0',
    hour: hourHalfADayFromNow(),
    timeZone: TimeZone.EUROPE_VIENNA,
  });
  const { Tick, Universal } = queueTargets(stack);
  const scheduleGroup = new ScheduleGroup(stack, 'Group', { scheduleGroupName: 'team' });
  const tick = new Schedule(stack, 'Tick', { schedule, target: Tick, scheduleGroup });
  new Schedule(stack, 'Universal', { schedule, target: Universal });
  new Schedule(stack, 'Notice', { schedule, target: topicTarget(stack) });
  new Schedule(stack, 'Event', { schedule, target: busTarget(stack) });
  new Schedule(stack, 'Call', { schedule, target: functionTarget(stack) });
  const timeWindow = TimeWindow.flexible(Duration.minutes(15));
  new Schedule(stack, 'Run', { schedule, target: machineTarget(stack), timeWindow });
  addDenied(stack);
  addPlanner(stack);
  new CfnOutput(stack, 'Name', { value: tick.scheduleName });
  new CfnOutput(stack, 'Arn', { value: tick.scheduleArn });
  new CfnOutput(stack, 'GroupArn', { value: scheduleGroup.scheduleGroupArn });
  return app.synth().directory;
};
