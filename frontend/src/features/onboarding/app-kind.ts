/** What an app runs that can be read. */
export const APP_KINDS = ['fmd_1', 'fmd_2', 'flask', 'fastapi'] as const

export type AppKind = (typeof APP_KINDS)[number]

export function isAppKind(value: unknown): value is AppKind {
  return APP_KINDS.some((kind) => kind === value)
}
