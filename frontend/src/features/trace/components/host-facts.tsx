import styles from '@/features/trace/components/outlier-dialog.module.css'
import { messages } from '@/features/trace/messages'
import type { OutlierDetails } from '@/lib/api/models'
import { formatBytes } from '@/lib/format/bytes'
import { formatFraction } from '@/lib/format/number'

/** How busy the app's host was. */
export function HostFacts({ outlier }: { outlier: OutlierDetails }) {
  const { memory_total_bytes: total, memory_available_bytes: available } = outlier
  return (
    <dl className={styles.host}>
      {total !== null && available !== null && total > 0 && (
        <div>
          <dt>{messages.memory}</dt>
          <dd>
            {messages.memoryOf(
              formatBytes(total - available),
              formatBytes(total),
              (total - available) / total,
            )}
          </dd>
        </div>
      )}
      {outlier.cpu_percent.length > 0 && (
        <div>
          <dt>{messages.processors}</dt>
          <dd>
            <ul className={styles.processors}>
              {outlier.cpu_percent.map((percent, index) => (
                <li key={index} title={messages.processor(index + 1, formatFraction(percent / 100))}>
                  <span className="visually-hidden">
                    {messages.processor(index + 1, formatFraction(percent / 100))}
                  </span>
                  <span
                    className={styles.busy}
                    style={{ height: `${Math.min(Math.max(percent, 0), 100)}%` }}
                  />
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
    </dl>
  )
}
