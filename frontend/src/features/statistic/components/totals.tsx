import { useQuery } from '@tanstack/react-query'

import { PanelBody } from '@/components/panel'
import { totalsQuery } from '@/features/statistic/api/get-totals'
import styles from '@/features/statistic/components/totals.module.css'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import { totalsOf } from '@/features/statistic/totals-model'
import { userTimezone } from '@/lib/format/zone'

const HEIGHT = 88

interface TotalsProps {
  question: Question
}

/** The view in a few numbers, and which calls it covers: so it holds for all of the page. */
export function Totals({ question }: TotalsProps) {
  const query = useQuery(totalsQuery(question))
  return (
    <PanelBody title={messages.totals} query={query} height={HEIGHT}>
      {(totals) => {
        const { view, statistics, compared, answeredAtMs } = totals
        const end = Math.min(Date.parse(statistics.end), answeredAtMs)
        const covers = messages.covers(view, Date.parse(statistics.start), end, userTimezone())
        return (
          <>
            <dl className={styles.totals}>
              {totalsOf(totals).map(({ label, quantity, note, change, before }) => (
                <div key={label} title={`${covers} ${note}`}>
                  <dt className={styles.label}>{label}</dt>
                  <dd className={styles.value}>
                    {quantity.value} <span className={styles.unit}>{quantity.unit}</span>
                  </dd>
                  {change !== undefined && (
                    <dd className={styles.change} title={before}>
                      {change}
                    </dd>
                  )}
                </div>
              ))}
            </dl>
            <p className={styles.covers}>{covers}</p>
            {compared.problem !== null && (
              <p className={styles.covers}>{messages.notCompared(compared.problem)}</p>
            )}
          </>
        )
      }}
    </PanelBody>
  )
}
