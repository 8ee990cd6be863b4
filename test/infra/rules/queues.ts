import type { Rule } from './rule.ts';
import { allOf, functionOf, listOf, type Named, objectOf, resourceOf, type Template } from './template.ts';

/** Defaults of SQS and Lambda. */
const DEFAULT_RETENTION_SECONDS = 345_600;
const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_TIMEOUT_SECONDS = 3;
const ATTEMPTS_WITHIN_VISIBILITY = 6;

const retentionOf = ({ properties }: Named): number =>
  Number(properties.MessageRetentionPeriod ?? DEFAULT_RETENTION_SECONDS);

interface Mapping {
  readonly mapping: Named;
  readonly queue: Named;
  readonly consumer: Named;
}

const queueMappings = (template: Template): Mapping[] =>
  allOf(template, 'AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
    const queue = resourceOf(template, mapping.properties.EventSourceArn);
    const consumer = functionOf(template, mapping.properties.FunctionName);
    return queue?.type === 'AWS::SQS::Queue' && consumer ? [{ mapping, queue, consumer }] : [];
  });

export const DEAD_LETTERS_OUTLIVE: Rule = {
  name: 'a dead-letter queue keeps messages at least as long as its source queue',
  why: 'A message keeps its first send time: a queue with shorter retention may delete it immediately.',
  check: (template) =>
    allOf(template, 'AWS::SQS::Queue').flatMap((source) => {
      const queue = resourceOf(template, objectOf(source.properties.RedrivePolicy).deadLetterTargetArn);
      if (!queue || retentionOf(queue) >= retentionOf(source)) return [];
      return [`${queue.id} keeps ${retentionOf(queue)} s, ${source.id} ${retentionOf(source)} s`];
    }),
};

export const VISIBILITY_IS_LONG_ENOUGH: Rule = {
  name: 'the visibility timeout of a queue is six times the timeout of its function',
  why: 'AWS recommends it: otherwise a message can be delivered again while a throttled function still retries it.',
  check: (template) =>
    queueMappings(template).flatMap(({ queue, consumer }) => {
      const visibility = Number(queue.properties.VisibilityTimeout ?? DEFAULT_VISIBILITY_SECONDS);
      const timeout = Number(consumer.properties.Timeout ?? DEFAULT_TIMEOUT_SECONDS);
      if (visibility >= ATTEMPTS_WITHIN_VISIBILITY * timeout) return [];
      return [`${queue.id} has a visibility timeout of ${visibility} s, but ${consumer.id} a timeout of ${timeout} s`];
    }),
};

export const BATCHES_FAIL_IN_PART: Rule = {
  name: 'a function that reads a queue reports which messages of a batch failed',
  why: 'Otherwise one bad message returns its whole batch to the queue, and finally to the dead-letter queue.',
  check: (template) =>
    queueMappings(template)
      .filter(({ mapping }) => !listOf(mapping.properties.FunctionResponseTypes).includes('ReportBatchItemFailures'))
      .map(({ mapping }) => `${mapping.id} does not report batch item failures`),
};

export const READ_QUEUES_HAVE_DEAD_LETTERS: Rule = {
  name: 'a queue that a function reads has a dead-letter queue',
  why: 'Otherwise a message that always fails is delivered until its retention ends.',
  check: (template) =>
    queueMappings(template)
      .filter(({ queue }) => objectOf(queue.properties.RedrivePolicy).deadLetterTargetArn === undefined)
      .map(({ queue }) => `${queue.id} has no dead-letter queue`),
};
