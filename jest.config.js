import { availableParallelism } from 'node:os';

export default {
  testEnvironment: 'node',
  transform: {},
  testRunner: '<rootDir>/test/support/native-modules/runner.js',
  setupFilesAfterEnv: ['<rootDir>/test/support/fast-check-seed.js'],
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: [
    '<rootDir>/cdk.out',
    '<rootDir>/.local',
    '<rootDir>/.one-machine',
    '<rootDir>/dist',
    '<rootDir>/local/dist',
  ],
  reporters: ['default', '<rootDir>/test/support/count-reporter.js'],
  // More files than processors, as those of whole systems often wait. Jest takes no percentage above 100.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // Only a test that hangs takes this long: one that works may be slow on a busy machine, and must not fail for that.
  testTimeout: 2_400_000,
};
