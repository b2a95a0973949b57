import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'

import { chooseTimezone, DEVICE_ZONE } from '@/lib/format/zone'
import { installBrowserStubs } from '@/testing/browser-stubs'
import { FakeEventSource } from '@/testing/fake-event-source'
import { server } from '@/testing/server'

installBrowserStubs()
// A busy machine is no defect of the app.
configure({ asyncUtilTimeout: 10_000 })

// Whatever the browser's console would complain about is a defect.
const complaints: string[] = []

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' })
})

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
  cleanup()
  server.resetHandlers()
  FakeEventSource.reset()
  document.documentElement.removeAttribute('data-theme')
  localStorage.clear()
  chooseTimezone(DEVICE_ZONE)
  vi.useRealTimers()
  expect(complaints).toEqual([])
})

afterAll(() => {
  server.close()
})

/** Takes back complaints that the test means to cause; fails where there were none. */
export function expectComplaint(pattern: RegExp): void {
  const expected = complaints.filter((complaint) => pattern.test(complaint))
  expect(expected).not.toEqual([])
  complaints.splice(0, complaints.length, ...complaints.filter((complaint) => !pattern.test(complaint)))
}
