import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { GridChart } from '@/components/chart/grid-chart'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { RelativeTime } from '@/components/relative-time'
import { downtimeQuery } from '@/features/dashboard/api/get-downtime'
import styles from '@/features/dashboard/components/uptime-panel.module.css'
import { detailMessages } from '@/features/dashboard/detail-messages'
import { lastDowntimes, uptimeModel } from '@/features/dashboard/uptime-model'
import type { Downtime } from '@/lib/api/models'
import { formatPercent } from '@/lib/format/number'
import { formatDuration, formatMoment } from '@/lib/format/time'

const HEIGHT = 190
const DOWNTIMES_SHOWN = 5

interface UptimePanelProps {
  dashboardId: string
}

/** When the app answered pings: now, and on each of the last days. */
export function UptimePanel({ dashboardId }: UptimePanelProps) {
  const query = useQuery(downtimeQuery(dashboardId))
  return (
    <Panel
      title={detailMessages.uptime}
      query={query}
      height={HEIGHT}
      empty={({ total }) =>
        total.uptime_percent === null ? (
          <EmptyNotice title={detailMessages.noPings}>{detailMessages.noPingsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {(downtime) => (
        <div className={styles.split}>
          <UptimeChart downtime={downtime} />
          <div className={styles.facts}>
            <p title={detailMessages.uptimeCovers}>
              <strong className={styles.percent}>{formatPercent(downtime.total.uptime_percent)}</strong>{' '}
              {detailMessages.uptimeOf(formatDuration(downtime.total.observed_seconds))}
            </p>
            <p>
              {detailMessages.standing[downtime.now.quiet ? 'quiet' : downtime.now.status]}
              {downtime.now.since !== null && (
                <>
                  {' '}
                  {detailMessages.since} <RelativeTime moment={downtime.now.since} />
                </>
              )}
            </p>
            <ul>
              {lastDowntimes(downtime, DOWNTIMES_SHOWN).map(({ start, seconds, error }) => (
                <li key={start}>
                  {detailMessages.downtime(formatMoment(Date.parse(start)), formatDuration(seconds), error)}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </Panel>
  )
}

function UptimeChart({ downtime }: { downtime: Downtime }) {
  const model = useMemo(() => uptimeModel(downtime), [downtime])
  return <GridChart label={detailMessages.uptimeDays} model={model} />
}
