import { screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'

import type * as echarts from '@/components/chart/echarts'
import { makeDowntime } from '@/testing/detail-factories'
import { makeBreakdown, makeBreakdownRow, makeDashboard, makeSeries, makeValues } from '@/testing/factories'
import { dashboard, signedIn } from '@/testing/handlers'
import { makeBox, makeHeatmap } from '@/testing/panel-factories'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const { drawn } = vi.hoisted(() => ({ drawn: [] as (string | null | undefined)[] }))

// Real charts, which say by the titles of their panels when they are drawn.
vi.mock('@/components/chart/echarts', async (importOriginal) => {
  const original = await importOriginal<typeof echarts>()
  return {
    ...original,
    createChart: (...given: Parameters<typeof original.createChart>) => {
      const chart = original.createChart(...given)
      const setOption = chart.setOption.bind(chart)
      chart.setOption = (...options: unknown[]) => {
        drawn.push(given[0]?.closest('section')?.querySelector('h2')?.textContent)
        Reflect.apply(setOption, undefined, options)
      }
      return chart
    },
  }
})

const TRAFFIC = 'Visits and execution time'
const CHARTS = [
  TRAFFIC,
  'Execution times by endpoint',
  'Visits by hour',
  'Unique visitors by hour',
  'Utilisation of endpoints',
  'Status codes',
  'Uptime',
]

const row = makeDashboard()
const values = makeValues({ total_visits: 10, status_classes: { '2xx': 9, '5xx': 1 } })
const { start, end } = makeBreakdown('endpoint')

it('draws only the charts that show something else', async () => {
  server.use(
    signedIn(),
    ...dashboard({
      dashboard: row,
      series: makeSeries([values, values]),
      breakdowns: {
        endpoint: makeBreakdown('endpoint', {
          rows: [{ ...makeBreakdownRow('home', 10), slices: [values, values] }],
        }),
      },
      panels: {
        heatmap: makeHeatmap('total_visits', 5),
        boxplots: { start, end, items: [{ endpoint: 'home', box: makeBox(10) }] },
      },
      downtime: makeDowntime({
        total: { downtime_seconds: 0, observed_seconds: 60, uptime_percent: 100 },
      }),
    }),
  )
  const { router } = renderApp(`/dashboards/${row.id}?range=7d`)
  await screen.findByRole('heading', { name: row.name, level: 1 })
  await waitFor(() => {
    expect(new Set(drawn)).toEqual(new Set(CHARTS))
  })

  drawn.length = 0
  await router.navigate({ to: '.', search: { range: '7d', compare: 'version:1.0' } })
  await waitFor(() => {
    expect(drawn).toContain(TRAFFIC)
  })

  // Once: not also for the old answer, which stays until the new one is there.
  expect(drawn).toEqual([TRAFFIC])
})
