import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { overviewQuery } from '@/features/dashboard/api/get-overview'
import { useFailureSound } from '@/features/dashboard/use-failure-sound'
import { playAlarm } from '@/lib/sound'
import { makeDashboard } from '@/testing/factories'
import { overview } from '@/testing/handlers'
import { makeOverviewItem } from '@/testing/overview-factories'
import { server } from '@/testing/server'
import { setHidden } from '@/testing/visibility'

// Speakers are the one thing that no test can hear.
vi.mock('@/lib/sound', () => ({ playAlarm: vi.fn() }))

const well = makeOverviewItem()
const failing = makeOverviewItem({ dashboard: makeDashboard({ error: 'timeout' }) })
const down = makeOverviewItem({
  uptime: { status: 'down', since: null, error: 'timeout', quiet: false, quiet_since: null },
})

function Listener({ enabled }: { enabled: boolean }) {
  useFailureSound(enabled)
  return null
}

async function open(enabled: boolean, items = [well]) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  const show = (shown: typeof items) =>
    act(async () => {
      queryClient.setQueryData(overviewQuery.queryKey, { start: '', items: shown, next_cursor: null })
      // Whoever shows the data is told first.
      await new Promise<void>((resolve) => {
        notifyManager.schedule(resolve)
      })
    })
  await show(items)
  render(
    <QueryClientProvider client={queryClient}>
      <Listener enabled={enabled} />
    </QueryClientProvider>,
  )
  return show
}

afterEach(() => {
  setHidden(false)
})

beforeEach(() => {
  vi.mocked(playAlarm).mockClear()
})

it.each([
  ['fails', failing],
  ['is down', down],
])('sounds once when a dashboard %s', async (_, item) => {
  const show = await open(true)

  await show([item])
  await show([{ ...item }])

  expect(playAlarm).toHaveBeenCalledTimes(1)
})

it('sounds again after it went well meanwhile', async () => {
  const show = await open(true)

  await show([failing])
  await show([well])
  await show([failing])

  expect(playAlarm).toHaveBeenCalledTimes(2)
})

it('is silent about what failed before the page was opened, and where no sounds are wanted', async () => {
  const show = await open(true, [failing])
  await show([{ ...failing }])
  const showUnheard = await open(false)
  await showUnheard([failing])

  expect(playAlarm).not.toHaveBeenCalled()
})

it('sounds while another page is looked at', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  server.use(overview([failing]))
  await open(true)
  setHidden(true)

  await act(() => vi.advanceTimersByTimeAsync(60_000))

  await waitFor(() => {
    expect(playAlarm).toHaveBeenCalledTimes(1)
  })
})
