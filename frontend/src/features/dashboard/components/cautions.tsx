import styles from '@/features/dashboard/components/cautions.module.css'
import { detailMessages } from '@/features/dashboard/detail-messages'
import type { DashboardDetail } from '@/lib/api/models'
import { formatCount } from '@/lib/format/number'

interface CautionsProps {
  dashboard: DashboardDetail
}

/** What the owner should know though the app is read, and what to do about it. */
export function Cautions({ dashboard: { warnings, applied, audit } }: CautionsProps) {
  const cautions = [
    ...warnings.map((warning) => detailMessages.warnings[warning] ?? warning),
    ...(applied.dead_letters > 0 ? [detailMessages.deadLetters(applied.dead_letters)] : []),
    ...((audit?.missing_calls ?? 0) > 0 ? [detailMessages.missing] : []),
    ...applied.rules.map(({ rule, calls, example }) =>
      detailMessages.ruled(formatCount(calls), rule.replaceAll('_', ' '), example),
    ),
  ]
  if (cautions.length === 0) return null
  return (
    <ul className={styles.cautions} aria-label={detailMessages.cautions}>
      {cautions.map((caution) => (
        <li key={caution}>{caution}</li>
      ))}
    </ul>
  )
}
