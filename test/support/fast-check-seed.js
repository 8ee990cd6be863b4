// With TEST_SEED set, tests with made-up data choose as the run did whose errors named that seed.
const { TEST_SEED } = process.env;
if (TEST_SEED !== undefined) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ seed: Number(TEST_SEED) });
}
