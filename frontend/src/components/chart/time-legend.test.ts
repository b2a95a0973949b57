import { expect, it } from 'vitest'

import type { SpreadRow } from '@/components/chart/time-chart-model'
import { timeLegend } from '@/components/chart/time-legend'

const TIMES: SpreadRow = {
  kind: 'spread',
  title: '',
  height: 100,
  latest: '',
  summary: '',
  scale: 'linear',
  lines: ['Median', '90th percentile', '99th percentile'].map((label) => ({ label, values: [] })),
  behind: { label: 'Median, previous period', values: [] },
  format: String,
  formatTick: String,
}

it('says in a picture which line and band is which, and what they are compared with', () => {
  const legend = timeLegend({ slices: [], rows: [TIMES], color: 'red', formatSlice: () => '' })
  expect(legend.map(({ label, mark }) => [label, mark])).toEqual([
    ['Median', 'line'],
    ['90th percentile', { opacity: 0.4 }],
    ['99th percentile', { opacity: 0.2 }],
    ['Median, previous period', 'dashed'],
  ])
})
