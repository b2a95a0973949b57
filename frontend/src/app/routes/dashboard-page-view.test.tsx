import { fireEvent, screen, waitFor } from '@testing-library/react'
import { delay, http } from 'msw'
import { describe, expect, it } from 'vitest'

import type { AskedPanel } from '@/lib/api/ask-panel'
import { makeBreakdown, makeBreakdownRow, makeDashboard } from '@/testing/factories'
import { dashboard, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const row = makeDashboard()

describe('what the page of a dashboard is about', () => {
  it('keeps the range in the address', async () => {
    const slices: unknown[] = []
    server.use(
      signedIn(),
      ...dashboard({
        dashboard: row,
        asked: (panel) => 'timeslice' in panel && slices.push(panel.timeslice),
      }),
    )
    const { user, router } = renderApp(`/dashboards/${row.id}?range=1h`)
    expect(await screen.findByRole('radio', { name: '1 h' })).toBeChecked()
    await waitFor(() => {
      expect(slices).toContain('minute')
    })

    await user.click(screen.getByRole('radio', { name: '30 d' }))

    await waitFor(() => {
      expect(slices).toContain('day')
    })
    expect(router.state.location.search).toEqual({ range: '30d' })
  })

  it('takes nothing from the address that makes no sense', async () => {
    const asked: AskedPanel[] = []
    server.use(signedIn(), ...dashboard({ dashboard: row, asked: (panel) => asked.push(panel) }))
    const senseless = 'range=banana&version=%5B%221%22%5D&ip=true&compare=next&from=soon&until=later&other=1'
    const { router } = renderApp(`/dashboards/${row.id}?${senseless}`)

    expect(await screen.findByRole('radio', { name: '24 h' })).toBeChecked()
    await waitFor(() => {
      expect(asked).not.toEqual([])
    })
    expect(asked.filter((panel) => 'version' in panel || 'ip' in panel)).toEqual([])
    expect(screen.queryByText(/undefined/)).not.toBeInTheDocument()
    expect(router.state.location.search).toEqual({})
  })

  it('asks first, and once, for what is above all else', async () => {
    const asked: string[][] = []
    server.use(signedIn(), ...dashboard({ dashboard: row, askedTogether: (kinds) => asked.push(kinds) }))
    const { user } = renderApp(`/dashboards/${row.id}?range=1h`)
    await screen.findByRole('radio', { name: '30 d' })
    await waitFor(() => {
      expect(asked.flat()).toContain('breakdown')
    })

    asked.length = 0
    await user.click(screen.getByRole('radio', { name: '30 d' }))
    await waitFor(() => {
      expect(asked.flat()).toContain('breakdown')
    })

    expect(asked[0]).toEqual(['value', 'series'])
    expect(asked.slice(1).flat()).not.toContain('value')
  })

  it('asks for the rest also where the answer for what is above takes long', async () => {
    const asked: string[] = []
    server.use(signedIn(), ...dashboard({ dashboard: row }))
    const { user } = renderApp(`/dashboards/${row.id}?range=1h`)
    await screen.findByRole('img', { name: /^Visits and execution time/ })
    server.use(
      http.post('*/api/v1/dashboards/:id/query', async ({ request }) => {
        const { panels } = (await request.clone().json()) as { panels: Record<string, AskedPanel> }
        const kinds = Object.values(panels).map(({ kind }) => kind)
        asked.push(...kinds)
        if (kinds.includes('series')) await delay('infinite')
      }),
    )

    await user.click(screen.getByRole('radio', { name: '30 d' }))

    await waitFor(() => {
      expect(asked).toEqual(expect.arrayContaining(['series', 'breakdown']))
    })
  })

  it('takes any time from the calendar', async () => {
    const asked: AskedPanel[] = []
    server.use(signedIn(), ...dashboard({ dashboard: row, asked: (panel) => asked.push(panel) }))
    const { user, router } = renderApp(`/dashboards/${row.id}`)
    await user.click(await screen.findByRole('radio', { name: 'Custom' }))

    // In Amsterdam, an hour ahead of UTC.
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-11-03T00:00' } })
    fireEvent.change(screen.getByLabelText('Until'), { target: { value: '2026-11-02T00:00' } })
    await user.click(screen.getByRole('button', { name: 'Apply' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('the second after the first')

    fireEvent.change(screen.getByLabelText('Until'), { target: { value: '2026-11-04T00:00' } })
    await user.click(screen.getByRole('button', { name: 'Apply' }))
    await waitFor(() => {
      expect(asked).toContainEqual(
        expect.objectContaining({
          kind: 'series',
          start_date: '2026-11-02T23:00:00.000Z',
          end_date: '2026-11-03T22:59:59.999Z',
          timeslice: 'hour',
        }),
      )
    })
    expect(router.state.location.search).toEqual({
      from: '2026-11-02T23:00:00.000Z',
      until: '2026-11-03T23:00:00.000Z',
    })
    expect(screen.getByLabelText('From')).toHaveValue('2026-11-03T00:00')
  })

  it('filters by what has calls, and by anything that is typed', async () => {
    const asked: AskedPanel[] = []
    const versions = makeBreakdown('version', {
      rows: [makeBreakdownRow('2.0', 40), makeBreakdownRow('1.10', 2)],
    })
    server.use(
      signedIn(),
      ...dashboard({
        dashboard: row,
        breakdowns: { version: versions },
        asked: (panel) => asked.push(panel),
      }),
    )
    const { user, router } = renderApp(`/dashboards/${row.id}`)

    await user.click(await screen.findByRole('combobox', { name: 'Version' }))
    await user.keyboard('1.1')
    await user.click(await screen.findByRole('option', { name: /1\.10 2 calls/ }))
    await waitFor(() => {
      expect(asked).toContainEqual(expect.objectContaining({ kind: 'value', version: '1.10' }))
    })
    expect(router.state.location.searchStr).toBe('?version=1.10')
    expect(screen.getByText(/^Calls of version 1\.10 in the last 24 hours/)).toBeVisible()

    await user.click(screen.getByRole('combobox', { name: 'IP address' }))
    await user.keyboard('10.0.0.7{Enter}')
    await waitFor(() => {
      expect(asked).toContainEqual(
        expect.objectContaining({ kind: 'value', version: '1.10', ip: '10.0.0.7' }),
      )
    })

    await user.click(screen.getByRole('button', { name: 'Clear all filters' }))
    await waitFor(() => {
      expect(router.state.location.search).toEqual({})
    })
  })

  it('compares with the period before', async () => {
    const asked: AskedPanel[] = []
    server.use(signedIn(), ...dashboard({ dashboard: row, asked: (panel) => asked.push(panel) }))
    const { user, router } = renderApp(`/dashboards/${row.id}?range=7d`)

    await user.click(await screen.findByRole('combobox', { name: 'Compare with' }))
    await user.click(await screen.findByRole('option', { name: 'Previous period' }))

    await waitFor(() => {
      expect(asked.filter((panel) => panel.kind === 'series' && panel.end_date != null)).toHaveLength(1)
    })
    expect(router.state.location.search).toEqual({ range: '7d', compare: 'previous' })
    expect(screen.getByText('Previous period', { selector: 'li' })).toBeVisible()
    const [visits] = await screen.findAllByTitle(/Previous period: 42 calls/)
    expect(visits).toHaveTextContent('0%')
  })
})
