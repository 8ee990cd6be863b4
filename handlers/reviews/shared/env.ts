/** The value of an environment variable; a worker without its configuration stops here with the variable's name. */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`The environment variable ${name} is not set; the function's deployment must set it.`);
  }
  return value;
}
