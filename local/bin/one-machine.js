#!/usr/bin/env node
import loading from '../load.cjs';
import tuning from '../tune-process.cjs';

tuning.tuneProcess();
try {
  const { main } = await loading.load('runtime/main');
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
