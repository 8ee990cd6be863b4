import { createContext, type ReactNode, useContext } from 'react';
import type { Api } from '../../../api/client.ts';
import type { Me } from '../../../api/types.generated.ts';
import type { Config } from '../config.ts';

/** The objects that every page uses. They exist after the sign-in. */
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

/** @throws Error if the component is not inside `SignedIn` */
export const useDesk = (): Desk => {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('This component must be used inside SignedIn.');
  return desk;
};
