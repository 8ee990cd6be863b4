// If TEST_SEED is set, fast-check generates the same data as the run whose error messages contained that seed.
const { TEST_SEED } = process.env;
if (TEST_SEED !== undefined) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ seed: Number(TEST_SEED) });
}
