/** What a console must be told of the place it runs at: `/config.json`. */
export interface Config {
  readonly apiUrl: string;
  /** The OpenID Connect issuer. */
  readonly issuer: string;
  readonly clientId: string;
  /** Where a browser ends its session, for an issuer that does not say so itself (Cognito's hosted pages). */
  readonly signOutUrl?: string;
  /** True where the whole system runs on one machine: its own API is there under `/_local/`. */
  readonly isLocal: boolean;
}

/** Rejects when there is no configuration: the console was not deployed, only copied. */
export const loadConfig = async (): Promise<Config> => {
  const answer = await fetch('/config.json', { cache: 'no-store' });
  if (!answer.ok) throw new Error(`The console has no configuration here (${answer.status}).`);
  return (await answer.json()) as Config;
};
