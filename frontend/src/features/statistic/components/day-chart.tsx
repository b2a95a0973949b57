import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'

import { chartHeight } from '@/components/chart/layout'
import { TimeChart } from '@/components/chart/time-chart'
import { PanelBody } from '@/components/panel'
import { seriesQuery } from '@/features/statistic/api/get-series'
import styles from '@/features/statistic/components/day-chart.module.css'
import { messages } from '@/features/statistic/messages'
import { isEmpty, seriesModel } from '@/features/statistic/series-model'
import type { View } from '@/features/statistic/view'
import { useSeen } from '@/hooks/use-seen'

const ROW_HEIGHT = 56
const HEIGHT = chartHeight([{ height: ROW_HEIGHT }, { height: ROW_HEIGHT }])
const VIEW: View = { range: '24h' }

interface DayChartProps {
  dashboardId: string
  /** Of the dashboard. */
  name: string
}

/** The last 24 hours in short. Asked for when it comes into view: a list may be long. */
export function DayChart({ dashboardId, name }: DayChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const seen = useSeen(place)
  const query = useQuery({ ...seriesQuery({ dashboardId, view: VIEW, known: undefined }), enabled: seen })
  const label = `${name}, ${messages.timeWords(VIEW)}`
  return (
    <div ref={place} className={styles.place} style={{ minHeight: HEIGHT }}>
      <PanelBody
        title={label}
        query={query}
        height={HEIGHT}
        empty={(series) =>
          isEmpty(series) ? <p className={styles.empty}>{messages.noCallsInView(series.view)}</p> : undefined
        }
      >
        {(series) => (
          <TimeChart
            label={label}
            model={seriesModel(
              series,
              { color: 'var(--accent)', scale: 'linear', rowHeight: ROW_HEIGHT, detailed: false },
              query.dataUpdatedAt,
            )}
          />
        )}
      </PanelBody>
    </div>
  )
}
