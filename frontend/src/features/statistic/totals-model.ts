import type { Totals } from '@/features/statistic/api/get-totals'
import { messages } from '@/features/statistic/messages'
import type { StatisticName } from '@/lib/api/models'
import { numberOf } from '@/lib/api/values'
import {
  executionTime,
  formatChange,
  formatCount,
  formatShare,
  NO_VALUE,
  type Quantity,
} from '@/lib/format/number'

export interface Total {
  label: string
  quantity: Quantity
  /** How exact it is. */
  note: string
  /** Against what the view is compared with. */
  change: string | undefined
  before: string | undefined
}

interface Shape {
  name: StatisticName
  label: string
  note: string
  show: (value: number | null) => Quantity
}

const SHAPES: readonly Shape[] = [
  {
    name: 'total_visits',
    label: messages.visits,
    note: messages.exact,
    show: (value) => ({ value: formatCount(value ?? 0), unit: messages.callsUnit(value ?? 0) }),
  },
  {
    name: 'unique_visitors',
    label: messages.uniqueVisitors,
    note: messages.exactVisitors,
    show: (value) => ({ value: formatCount(value ?? 0), unit: messages.visitorsUnit(value ?? 0) }),
  },
  {
    name: 'median_execution_time',
    label: messages.medianTime,
    note: messages.exactPercentile,
    show: executionTime,
  },
  {
    name: 'ninety-ninth_percentile_execution_time',
    label: messages.p99,
    note: messages.exactPercentile,
    show: executionTime,
  },
  { name: 'error_rate', label: messages.errors, note: messages.errorsNote, show: share },
  {
    name: 'apdex',
    label: messages.apdex,
    note: messages.apdexNote,
    show: (value) => ({ value: value === null ? NO_VALUE : formatCount(value), unit: '' }),
  },
]

export function totalsOf({ view, statistics, compared }: Totals): Total[] {
  return SHAPES.map(({ name, label, note, show }) => {
    const value = numberOf(statistics.values ?? {}, name)
    const before = compared.answer && numberOf(compared.answer.values ?? {}, name)
    const { value: text, unit } = show(before)
    const was = view.compare && messages.comparedValue(view.compare, `${text} ${unit}`.trim())
    return {
      label,
      quantity: show(value),
      note,
      change:
        compared.answer === null || value === null || !before ? undefined : formatChange(value / before - 1),
      before: was,
    }
  })
}

function share(value: number | null): Quantity {
  return { value: value === null ? NO_VALUE : formatShare(value), unit: '' }
}
