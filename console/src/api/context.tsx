import { createContext, type ReactNode, useContext } from 'react';
import type { Api } from '../../../api/client.ts';
import type { Me } from '../../../api/types.generated.ts';
import type { Config } from '../config.ts';

/** What every page has once somebody is signed in. */
export interface Desk {
  readonly config: Config;
  readonly api: Api;
  readonly me: Me;
  signOut(): void;
}

const DeskContext = createContext<Desk | undefined>(undefined);

export const DeskProvider = ({ desk, children }: { desk: Desk; children: ReactNode }) => (
  <DeskContext value={desk}>{children}</DeskContext>
);

/** Throws outside of a signed-in console. */
export const useDesk = (): Desk => {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('Nobody is signed in.');
  return desk;
};
