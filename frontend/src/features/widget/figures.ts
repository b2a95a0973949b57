import { userLocale } from '@/lib/format/locale'
import { numberFormat } from '@/lib/format/number'

type SignDisplay = 'auto' | 'exceptZero'

/** A number as a wallboard shows it. */
export function figure(value: number, signDisplay: SignDisplay = 'auto'): string {
  return numberFormat(userLocale(), { maximumSignificantDigits: 6, signDisplay }).format(value)
}

export function percent(fraction: number, signDisplay: SignDisplay = 'auto'): string {
  const format = { style: 'percent', maximumFractionDigits: 1, signDisplay } as const
  return numberFormat(userLocale(), format).format(fraction)
}

/** Where a value lies between two others, from 0 to 1; what lies outside is at an end. */
export function share(value: number, least: number, most: number): number {
  if (most <= least) return 0
  return Math.min(1, Math.max(0, (value - least) / (most - least)))
}
