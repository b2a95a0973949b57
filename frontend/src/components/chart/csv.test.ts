import { describe, expect, it } from 'vitest'

import { csvOf } from '@/components/chart/csv'
import type { TableModel } from '@/components/chart/table-model'

function table(...labels: string[]): TableModel {
  return {
    rowTitle: 'Endpoint',
    rows: labels.map((label) => ({ label })),
    columns: [
      { label: 'Visits', values: labels.map(() => 1234), format: () => '1,234' },
      { label: 'Median', unit: 'ms', values: labels.map(() => null), format: () => '–' },
    ],
  }
}

describe('values as a file', () => {
  it('are plain numbers under their units, and nothing where there is none', () => {
    expect(csvOf(table('shop.index'))).toBe('Endpoint,Visits,Median (ms)\r\nshop.index,1234,\r\n')
  })

  it('have times as programs read them', () => {
    const rows = [{ label: 'Nov 21, 1 PM', plain: '2026-11-21T13:00:00+01:00' }]
    expect(csvOf({ ...table('x'), rows })).toContain('\r\n2026-11-21T13:00:00+01:00,')
  })

  it('keep commas, quotes and line ends within a name', () => {
    expect(csvOf(table('a,"b"\nc'))).toContain('\r\n"a,""b""\nc",1234')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('do not let the name %s become a formula', (name) => {
    expect(csvOf(table(name))).toContain(`\r\n'${name},1234`)
  })
})
