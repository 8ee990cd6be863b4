import type { Clock } from '../../shared/clock.ts';
import { ProblemError } from '../../shared/http/problem.ts';
import { inForce } from '../../shared/reviews/absences.ts';
import { absent } from '../../shared/reviews/problems.ts';
import type { Absences } from './set-absence.ts';

interface AbsencePorts {
  readonly absences: Pick<Absences, 'find'>;
  readonly now: Clock;
}

/** @throws ProblemError 409 if one of these people is out of office */
export async function refuseAbsent({ absences, now }: AbsencePorts, people: readonly string[]): Promise<void> {
  for (const person of new Set(people)) {
    const absence = inForce(await absences.find(person), now());
    if (absence !== undefined) throw new ProblemError(absent(absence));
  }
}
