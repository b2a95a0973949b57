import { settingsMessages as messages } from '@/features/account/settings-messages'

// Each names itself after others as well, so the order counts: Edge says Chrome, and Chrome says Safari.
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** What somebody signed in with, in words: a browser's own name for itself is a riddle. */
export function programOf(userAgent: string): string {
  const program = nameIn(userAgent, PROGRAMS)
  const system = nameIn(userAgent, SYSTEMS)
  if (program === undefined) return userAgent.slice(0, 60) || messages.unknownBrowser
  return system === undefined ? program : messages.on(program, system)
}

function nameIn(text: string, names: readonly (readonly [RegExp, string])[]): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1]
}
