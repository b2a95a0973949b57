import { detailMessages } from '@/features/dashboard/detail-messages'
import type { DashboardDetail } from '@/lib/api/models'
import { formatCount } from '@/lib/format/number'
import { formatMoment } from '@/lib/format/time'

interface AuditLineProps {
  dashboard: DashboardDetail
}

/** Whether all calls that the app has are here: compared with its own count, once an hour. */
export function AuditLine({ dashboard: { audit, progress, applied } }: AuditLineProps) {
  if (audit === null) return <p>{detailMessages.notAudited}</p>
  const all = audit.counted_calls + audit.missing_calls
  return (
    <p
      title={detailMessages.auditCovers({
        at: formatMoment(Date.parse(audit.audited_at)),
        source: formatCount(audit.source_calls),
        unsettled: audit.unsettled_calls,
        surplus: audit.surplus_calls,
        late: progress.late_calls,
        corrected: applied.corrected_calls,
      })}
    >
      {detailMessages.audited(
        formatCount(audit.counted_calls),
        formatCount(all),
        formatCount(audit.missing_calls),
      )}
    </p>
  )
}
