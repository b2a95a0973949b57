import { useQuery } from '@tanstack/react-query'

import { PanelBody } from '@/components/panel'
import type { StatisticsQuestion } from '@/features/statistic/api/get-statistics'
import { totalsQuery } from '@/features/statistic/api/get-totals'
import styles from '@/features/statistic/components/totals.module.css'
import { messages } from '@/features/statistic/messages'
import type { Statistics } from '@/lib/api/models'
import { numberOf } from '@/lib/api/values'
import { executionTime, formatCount, type Quantity } from '@/lib/format/number'
import { formatMoment } from '@/lib/format/time'

const HEIGHT = 56

/** The range in four numbers. */
export function Totals(question: StatisticsQuestion) {
  const query = useQuery(totalsQuery(question))
  return (
    <PanelBody title={messages.totals} query={query} height={HEIGHT}>
      {(statistics) => {
        const covers = messages.covers(
          question.range,
          formatMoment(Date.parse(statistics.start)),
          question.endpoint,
        )
        return (
          <dl className={styles.totals}>
            {totalsOf(statistics).map(({ label, quantity }) => (
              <div key={label} title={covers}>
                <dt className={styles.label}>{label}</dt>
                <dd className={styles.value}>
                  {quantity.value} <span className={styles.unit}>{quantity.unit}</span>
                </dd>
              </div>
            ))}
          </dl>
        )
      }}
    </PanelBody>
  )
}

function totalsOf({ values }: Statistics): { label: string; quantity: Quantity }[] {
  const known = values ?? {}
  const visits = numberOf(known, 'total_visits') ?? 0
  const visitors = numberOf(known, 'unique_visitors') ?? 0
  return [
    { label: messages.visits, quantity: { value: formatCount(visits), unit: messages.callsUnit(visits) } },
    {
      label: messages.uniqueVisitors,
      quantity: { value: formatCount(visitors), unit: messages.visitorsUnit(visitors) },
    },
    { label: messages.medianTime, quantity: executionTime(numberOf(known, 'median_execution_time')) },
    {
      label: messages.p99,
      quantity: executionTime(numberOf(known, 'ninety-ninth_percentile_execution_time')),
    },
  ]
}
