import { availableParallelism } from 'node:os';

export default {
  testEnvironment: 'node',
  transform: {},
  testRunner: '<rootDir>/test/support/native-modules/runner.js',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local', '<rootDir>/.one-machine', '<rootDir>/dist'],
  reporters: ['default', '<rootDir>/test/support/count-reporter.js'],
  // More files than processors, as those of whole systems often wait. Jest takes no percentage above 100.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // A test that hangs ends after this; one that works may be slow beside others on a busy machine.
  testTimeout: 180_000,
};
