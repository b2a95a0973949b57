import { act, render, screen } from '@testing-library/react'
import { Profiler } from 'react'
import { expect, it, vi } from 'vitest'

import { RelativeTime } from '@/components/relative-time'

it('is drawn anew only when it says something else', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-21T12:00:00Z') })
  const onRender = vi.fn()
  render(
    <Profiler id="time" onRender={onRender}>
      <RelativeTime moment="2026-11-21T11:55:00Z" />
    </Profiler>,
  )
  expect(screen.getByText('5 minutes ago')).toBeVisible()

  onRender.mockClear()

  act(() => {
    vi.advanceTimersByTime(59_000)
  })
  expect(onRender).not.toHaveBeenCalled()

  act(() => {
    vi.advanceTimersByTime(1_000)
  })
  expect(screen.getByText('6 minutes ago')).toBeVisible()
})
