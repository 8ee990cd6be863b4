import { erase, type Ports } from './erase.ts';
import { isConfirmed, type StoredErasure } from './erasure.ts';

export interface Report {
  readonly onFinished: (applicationId: string) => void;
  readonly onWaiting: (applicationId: string, waitsFor: string) => void;
  readonly onFailure: (applicationId: string, error: unknown) => void;
}

/** An erasure that is not finished after this time counts as failed, so that an operator examines it. */
const OVERDUE_MS = 86_400_000;

/** Finishes the confirmed erasures that were interrupted or had to wait. Returns the number of failed ones. */
export async function finishAll(ports: Ports, report: Report): Promise<number> {
  let failed = 0;
  for await (const page of ports.erasures.confirmed())
    for (const erasure of page) if (!(await finish(ports, erasure, report))) failed += 1;
  return failed;
}

async function finish(ports: Ports, { applicationId }: StoredErasure, report: Report): Promise<boolean> {
  try {
    const erasure = await ports.erasures.find(applicationId);
    if (erasure === undefined || erasure.state !== 'CONFIRMED' || !isConfirmed(erasure)) return true;
    const { waitsFor } = await erase(ports, erasure);
    if (waitsFor === undefined) {
      report.onFinished(applicationId);
      return true;
    }
    report.onWaiting(applicationId, waitsFor);
    return ports.now().getTime() - Date.parse(erasure.confirmedAt) < OVERDUE_MS;
  } catch (error) {
    report.onFailure(applicationId, error);
    return false;
  }
}
