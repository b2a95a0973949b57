import { afterEach, beforeEach, expect, vi } from 'vitest'

import { chooseTimezone, DEVICE_ZONE } from '@/lib/format/zone'

// Whatever the browser's console would complain about is a defect.
const complaints: string[] = []

beforeEach(() => {
  complaints.length = 0
  // A few will do: to look through hundreds of options takes seconds here.
  vi.spyOn(Intl, 'supportedValuesOf').mockReturnValue([
    'America/New_York',
    'Asia/Kolkata',
    'Asia/Tokyo',
    'Europe/Amsterdam',
    'Pacific/Auckland',
  ])
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      complaints.push(`console.${level}: ${words.map(String).join(' ')}`)
    })
  }
})

afterEach(() => {
  chooseTimezone(DEVICE_ZONE)
  vi.useRealTimers()
  expect(complaints).toEqual([])
})

/** Takes back complaints that the test means to cause; fails where there were none. */
export function expectComplaint(pattern: RegExp): void {
  const expected = complaints.filter((complaint) => pattern.test(complaint))
  expect(expected).not.toEqual([])
  complaints.splice(0, complaints.length, ...complaints.filter((complaint) => !pattern.test(complaint)))
}
