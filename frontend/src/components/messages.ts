export const messages = {
  retry: 'Try again',
  unreachable: 'PyDash cannot be reached. Check your connection.',
  unexpected: 'This part of the page failed.',
  stale: (since: string) => `Could not be updated since ${since}.`,
  loading: (what: string) => `Loading ${what}`,
  theme: { label: 'Theme', system: 'System', light: 'Light', dark: 'Dark' },
  valuesAsTable: 'Values as a table',
  time: 'Time',
  clear: (what: string) => `Clear ${what}`,
  noMatch: 'Nothing matches.',
  exactly: (text: string) => `Exactly “${text}”`,
  moreMatches: (count: number) => `${count} more; type to narrow them down.`,
}
