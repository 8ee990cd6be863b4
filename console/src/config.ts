/** Content of `/config.json`: settings of the deployment. */
export interface Config {
  readonly apiUrl: string;
  /** URL of the OpenID Connect issuer. */
  readonly issuer: string;
  readonly clientId: string;
  /** Logout URL of an issuer whose discovery document has no `end_session_endpoint`, such as Cognito. */
  readonly signOutUrl?: string;
  /** True if the system runs on the local runtime, whose own API is under `/_local/`. */
  readonly isLocal: boolean;
}

/** Loads `/config.json`, which the deployment creates. Rejects with Error if the file does not exist. */
export const loadConfig = async (): Promise<Config> => {
  const answer = await fetch('/config.json', { cache: 'no-store' });
  if (!answer.ok)
    throw new Error(
      `The console has no configuration: /config.json answered with status ${answer.status}. Deploy the console.`,
    );
  return (await answer.json()) as Config;
};
