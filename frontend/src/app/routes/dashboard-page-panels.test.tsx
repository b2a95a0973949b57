import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { expectAccessible } from '@/testing/axe'
import {
  makeBreakdown,
  makeBreakdownRow,
  makeDashboard,
  makeDowntime,
  makeSeries,
  makeValues,
} from '@/testing/factories'
import { type Answers, dashboard, signedIn } from '@/testing/handlers'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const row = makeDashboard()

function render(given: Partial<Answers>) {
  server.use(signedIn(), ...dashboard({ dashboard: row, ...given }))
  return renderApp(`/dashboards/${row.id}`)
}

async function cellsOf(region: string, headings = 1): Promise<(string | null)[][]> {
  const panel = within(await screen.findByRole('region', { name: region }))
  const [...rows] = await panel.findAllByRole('row')
  return rows.slice(headings).map((each) => [
    within(each).getByRole('rowheader').textContent,
    ...within(each)
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  ])
}

describe('panels of the page of a dashboard', () => {
  it('set each version against the one before', async () => {
    const versions = makeBreakdown('version', {
      rows: [
        makeBreakdownRow('1.9', 60, { values: makeValues({ median_execution_time: 100 }) }),
        makeBreakdownRow('1.10', 40, { values: makeValues({ median_execution_time: 150 }) }),
      ],
    })
    const { user, router } = render({ breakdowns: { version: versions } })

    expect(await cellsOf('Versions')).toEqual([
      ['1.10', '40', '40%', '150 ms', '+50%', '45.6 ms', '1.23 s', '0.4%'],
      ['1.9', '60', '60%', '100 ms', '–', '45.6 ms', '1.23 s', '0.4%'],
    ])
    await user.click(screen.getByRole('button', { name: '1.10' }))
    expect(router.state.location.search).toEqual({ version: '1.10' })
  })

  it('say what each version was used for', async () => {
    const cell = (calls: number) => ({ calls, average_execution_time: 1 })
    const { start, end } = makeBreakdown('endpoint')
    render({
      panels: {
        matrix: {
          start,
          end,
          by: 'endpoint',
          versions: ['1.0', '2.0'],
          rows: [
            { key: 'cart', cells: [cell(30), cell(1)] },
            { key: 'home', cells: [cell(10), cell(0)] },
          ],
        },
      },
    })

    expect(await cellsOf('Utilisation of endpoints by version')).toEqual([
      ['cart', '75% 30 calls', '100% 1 call'],
      ['home', '25% 10 calls', '–'],
    ])
  })

  it('stack the calls of endpoints', async () => {
    const slices = [makeValues({ total_visits: 3 }), makeValues({ total_visits: 4 })]
    const { slices: starts } = makeSeries(slices)
    render({
      breakdowns: {
        endpoint: makeBreakdown('endpoint', {
          slices: starts,
          rows: [makeBreakdownRow('cart', 7, { slices }), makeBreakdownRow(null, 7, { slices })],
        }),
      },
    })

    expect(
      await screen.findByRole('img', { name: /Calls per hour of cart, All others: at most 8 calls/ }),
    ).toBeVisible()
  })

  it('tell how calls were answered, by class and code', async () => {
    const series = makeSeries([makeValues({ status_classes: { '2xx': 9, '5xx': 1 } })])
    const status = makeBreakdown('status', {
      rows: [makeBreakdownRow('200', 9), makeBreakdownRow('503', 1)],
    })
    render({ series, breakdowns: { status } })

    expect(
      await screen.findByRole('img', { name: /Calls per hour of 2xx, 5xx: at most 10 calls/ }),
    ).toBeVisible()
    expect(await cellsOf('Status codes')).toEqual([
      ['200', '9', '90%'],
      ['503', '1', '10%'],
    ])
  })

  it('say that an app records no status codes', async () => {
    render({ series: makeSeries([makeValues({ status_classes: { unknown: 9 } })]) })
    expect(await screen.findByText('This app records no status codes')).toBeVisible()
  })

  it('show each day that the app was down', async () => {
    const day = { observed_seconds: 86_400, downtimes: [], downtime_count: 0 }
    const { container } = render({
      downtime: makeDowntime({
        total: { downtime_seconds: 4320, observed_seconds: 172_800, uptime_percent: 97.5 },
        days: [
          { ...day, date: '2026-11-20', downtime_seconds: 0, uptime_percent: 100 },
          {
            ...day,
            date: '2026-11-21',
            downtime_seconds: 4320,
            uptime_percent: 95,
            downtime_count: 1,
            downtimes: [{ start: '2026-11-21T09:00:00Z', end: '2026-11-21T10:12:00Z', error: 'http_status' }],
          },
        ],
      }),
    })

    const panel = within(await screen.findByRole('region', { name: 'Uptime' }))
    expect(await panel.findByText('97.5%')).toBeVisible()
    expect(panel.getByText(/Down at Nov 21, 10:00 AM for 1\.2 hr: http status/)).toBeVisible()
    expect(panel.getByRole('img', { name: /Up 97\.5% of the time, down for 1\.2 hr/ })).toBeVisible()
    await expectAccessible(container)
  })
})

describe('the head of the page of a dashboard', () => {
  it('says whether a call was lost', async () => {
    render({
      detail: {
        audit: {
          audited_at: '2026-11-21T12:00:00Z',
          audited_until: '2026-11-21T11:59:00Z',
          source_calls: 1_204_340,
          unsettled_calls: 9,
          counted_calls: 1_204_331,
          missing_calls: 0,
          surplus_calls: 0,
        },
      },
    })
    const line = await screen.findByText('1,204,331 of 1,204,331 calls, 0 lost')
    expect(line).toHaveAttribute(
      'title',
      expect.stringMatching(/has 1,204,340 calls\. 9 of them were too young/),
    )
  })

  it('says how fast the history arrives, and what to know of the app', async () => {
    const { progress } = makeDashboard()
    const started = new Date(Date.now() - 100_000).toISOString()
    render({
      detail: {
        state: 'initialized_endpoints',
        warnings: ['default_token'],
        progress: {
          ...progress,
          history_started_at: started,
          history_ended_at: null,
          history_rest_seconds: 90,
          published_calls: 500_000,
          source_total: 1_000_000,
        },
      },
    })
    expect(
      await screen.findByText(/^500,000 of 1,000,000 calls read, [45],\d{3} a second, about 1\.5 min left$/),
    ).toBeVisible()
    expect(screen.getByText(/security token that its monitoring dashboard came with/)).toBeVisible()
    expect(screen.getByText('Not compared with the count of the app yet')).toBeVisible()
  })
})
