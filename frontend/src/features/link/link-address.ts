/** What is behind the # stays in the browser: no server and no proxy writes the secret into its logs. */
export function linkAddress(token: string): string {
  return `${location.origin}/link#${token}`
}
