export const messages = {
  retry: 'Try again',
  unreachable: 'PyDash cannot be reached. Check your connection.',
  unexpected: 'This part of the page failed.',
  stale: (since: string) => `Could not be updated since ${since}.`,
  loading: (what: string) => `Loading ${what}`,
  theme: { label: 'Theme', system: 'System', light: 'Light', dark: 'Dark' },
  valuesAsTable: 'Values as a table',
  time: 'Time',
  day: 'Day',
  calls: 'Calls',
  callsShort: (short: string, count: number) => `${short} ${count === 1 ? 'call' : 'calls'}`,
  spread: {
    min: 'Fastest',
    p25: 'Fastest quarter, up to',
    p50: 'Median',
    p75: 'Slowest quarter, from',
    max: 'Slowest',
  },
  spreadSummary: (fastest: string, fastestTime: string, slowest: string, slowestTime: string) =>
    `Medians are between ${fastestTime} (${fastest}) and ${slowestTime} (${slowest}).`,
  atLeast: (value: string) => `from ${value}`,
  trend: (what: string, first: string, last: string, most: string) =>
    `${what}: from ${first} to ${last}, at most ${most}.`,
  export: 'Save',
  exportOf: (what: string) => `Save: ${what}`,
  exportKinds: { png: 'Picture (PNG)', svg: 'Drawing (SVG)', csv: 'Values (CSV)' },
  exportFailed: 'It could not be saved.',
}
