/** Reads an environment variable. @throws Error with the variable's name if it is missing or empty */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`The environment variable ${name} is not set; the function's deployment must set it.`);
  }
  return value;
}
