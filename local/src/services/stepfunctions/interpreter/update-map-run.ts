import { isTolerated, refill } from './branch-group.ts';
import { activeStateAt, follow } from './drive.ts';
import type { Address, Frame } from './frame.ts';
import { frameOf } from './frame.ts';
import { TOLERANCE_EXCEEDED } from './map-run.ts';
import type { MapRunLimits } from './map-run-record.ts';
import { recover } from './recovery.ts';
import { limitsFor } from './states/map-numbers.ts';
import type { Walk } from './walk.ts';

/**
 * Changes the limits of a running Map Run: more children start, or the Map fails because too many have failed already.
 * Running children continue. Changes nothing if the Map Run has ended.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html
 */
export async function updateMapRun(walk: Walk, mapRunArn: string, changes: Partial<MapRunLimits>): Promise<void> {
  const address = addressOf(walk.root, mapRunArn, []);
  const active = address && activeStateAt(walk, address);
  const group = active?.frame.group;
  if (address === undefined || active === undefined || group?.mapRun === undefined) return;
  const given = { ...group.mapRun.given, ...changes };
  const limits = limitsFor(active, given, group.mapRun.items);
  walk.note({ kind: 'mapRunUpdated', mapRunArn, ...given });
  const frame = { ...active.frame, group: { ...group, limits, mapRun: { ...group.mapRun, given } } };
  const changed = { ...active, frame };
  const outcome = isTolerated(frame.group)
    ? await refill(changed, frame.last)
    : await recover(changed, TOLERANCE_EXCEEDED);
  await follow(walk, address, outcome);
}

/** The address of the Map state with this Map Run. */
function addressOf(frame: Frame | undefined, mapRunArn: string, address: Address): Address | undefined {
  if (frame?.group === undefined) return undefined;
  if (frame.group.mapRun?.arn === mapRunArn) return address;
  for (const [index, slot] of frame.group.slots.entries()) {
    const found = addressOf(frameOf(slot), mapRunArn, [...address, index]);
    if (found !== undefined) return found;
  }
  return undefined;
}
