import { describe, expect, test } from '@jest/globals';
import { Rush } from '../../../../../local/src/core/polling/rush.ts';
import { Admission } from '../../../../../local/src/services/stepfunctions/engine/admission.ts';

const AT_ONCE = 48;
const settle = () => new Promise((resolve) => setImmediate(resolve));

const filled = () => {
  const rush = new Rush();
  const admission = new Admission(rush);
  const admitted: number[] = [];
  const ask = (id: number) => void admission.admit(id).then(() => admitted.push(id));
  for (let id = 0; id < AT_ONCE + 3; id += 1) ask(id);
  return { admission, rush, admitted, ask };
};

describe('Admission of executions', () => {
  test('lets executions above the limit wait, and admits them in order of their arrival when earlier ones become idle', async () => {
    const { admission, admitted, ask } = filled();
    await settle();
    expect(admitted).toHaveLength(AT_ONCE);
    admission.rests(0);
    ask(100);
    admission.rests(1);
    await settle();
    expect(admitted.slice(AT_ONCE)).toEqual([AT_ONCE, AT_ONCE + 1]);
    admission.close();
  });

  test('does not count executions that wait, so their long tasks do not delay other executions', async () => {
    const { admission, admitted } = filled();
    while (admitted.length < AT_ONCE + 3) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(admitted).toHaveLength(AT_ONCE + 3);
    admission.close();
  });

  test('announces a rush while many executions are in progress', async () => {
    const { admission, rush } = filled();
    await settle();
    expect(rush.precedenceEndsMs).toBeGreaterThan(performance.now());
    for (let id = 0; id < AT_ONCE + 3; id += 1) {
      admission.rests(id);
      await settle();
    }
    expect(rush.precedenceEndsMs).toBe(0);
    admission.close();
  });

  test('admits all waiting executions when it is closed', async () => {
    const { admission, admitted } = filled();
    admission.close();
    await settle();
    expect(admitted).toHaveLength(AT_ONCE + 3);
  });
});
