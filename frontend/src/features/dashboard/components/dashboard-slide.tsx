import styles from '@/features/dashboard/components/dashboard-slide.module.css'
import { DownNotice } from '@/features/dashboard/components/down-notice'
import { HourTrend } from '@/features/dashboard/components/hour-trend'
import { type Figure, figuresOf } from '@/features/dashboard/figures'
import { messages } from '@/features/dashboard/messages'
import { statusOf } from '@/features/dashboard/status'
import type { OverviewItem } from '@/lib/api/models'

interface DashboardSlideProps {
  item: OverviewItem
}

/** A dashboard to be read from across a room. */
export function DashboardSlide({ item }: DashboardSlideProps) {
  const { dashboard, uptime } = item
  const { tone, label, trouble } = statusOf(dashboard)
  const figures = figuresOf(item)
  return (
    <article className={styles.slide}>
      <header className={styles.header}>
        <h1 className={styles.name}>{dashboard.name}</h1>
        <div className={styles.state}>
          {uptime.status === 'down' && uptime.since !== null && <DownNotice since={uptime.since} />}
          <p className={styles.label} data-tone={tone}>
            {label}
          </p>
        </div>
      </header>
      {trouble !== null && <p className={styles.trouble}>{trouble}</p>}
      <dl className={styles.figures}>
        <SlideFigure label={messages.visitsOfDay} figure={figures.visits} />
        <SlideFigure label={messages.p95OfDay} figure={figures.p95} />
        <SlideFigure label={messages.uptimeOfMonth} figure={figures.uptime} />
      </dl>
      <figure className={styles.trend}>
        <HourTrend item={item} />
        <figcaption>{messages.trendCaption}</figcaption>
      </figure>
    </article>
  )
}

function SlideFigure({ label, figure }: { label: string; figure: Figure }) {
  return (
    <div>
      <dt className={styles.figureLabel}>{label}</dt>
      <dd className={styles.value}>{figure.value}</dd>
      {figure.change !== null && <dd className={styles.change}>{messages.sinceDayBefore(figure.change)}</dd>}
    </div>
  )
}
