import { useQuery } from '@tanstack/react-query'

import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { PanelBody } from '@/components/panel'
import { outlierQuery } from '@/features/trace/api/get-outlier'
import { HostFacts } from '@/features/trace/components/host-facts'
import styles from '@/features/trace/components/outlier-dialog.module.css'
import { StackList } from '@/features/trace/components/stack-list'
import { messages } from '@/features/trace/messages'
import type { OutlierDetails } from '@/lib/api/models'
import { formatExecutionTime } from '@/lib/format/number'
import { formatMoment } from '@/lib/format/time'

const HEIGHT = 320

interface OutlierDialogProps {
  dashboardId: string
  outlierId: string
  onClose: () => void
}

/** All that the app noted of one slow call. */
export function OutlierDialog({ dashboardId, outlierId, onClose }: OutlierDialogProps) {
  const query = useQuery(outlierQuery(dashboardId, outlierId))
  const at = query.data === undefined ? '' : formatMoment(Date.parse(query.data.at))
  const title = at === '' ? messages.kinds.outliers.title : messages.outlierAt(at)
  return (
    <Dialog title={title} onClose={onClose} isWide>
      <PanelBody title={title} query={query} height={HEIGHT}>
        {(outlier) => <OutlierFacts outlier={outlier} />}
      </PanelBody>
      <div className={styles.actions}>
        <Button variant="primary" onClick={onClose}>
          {messages.close}
        </Button>
      </div>
    </Dialog>
  )
}

function OutlierFacts({ outlier }: { outlier: OutlierDetails }) {
  const { columns } = messages
  const facts = [
    [columns.time, formatExecutionTime(outlier.execution_ms)],
    [columns.status, outlier.status === 0 ? messages.unknown : String(outlier.status)],
    [columns.version, outlier.version],
    [columns.groupBy, outlier.group_by],
    [columns.ip, outlier.ip],
  ] as const
  return (
    <div className={styles.facts}>
      <dl className={styles.call}>
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <section>
        <h3>{messages.stack}</h3>
        {outlier.stack.length === 0 ? (
          <p className={styles.note}>{messages.noStack}</p>
        ) : (
          <>
            <StackList frames={outlier.stack} label={messages.stack} />
            <p className={styles.note}>{messages.stackHint}</p>
          </>
        )}
      </section>
      <section>
        <h3>{messages.request}</h3>
        <RequestFacts outlier={outlier} />
      </section>
      <section>
        <h3>{messages.host}</h3>
        <HostFacts outlier={outlier} />
      </section>
    </div>
  )
}

function RequestFacts({ outlier }: { outlier: OutlierDetails }) {
  if (!outlier.is_request_shown) return <p className={styles.note}>{messages.requestHidden}</p>
  return (
    <>
      <p className={styles.url}>{outlier.url}</p>
      <Pairs title={messages.headers} pairs={outlier.headers} />
      <Pairs title={messages.environment} pairs={outlier.environment} />
      <p className={styles.note}>{messages.masked}</p>
    </>
  )
}

interface PairsProps {
  title: string
  pairs: OutlierDetails['headers']
}

function Pairs({ title, pairs }: PairsProps) {
  if (pairs.length === 0) return null
  return (
    <table className={styles.pairs}>
      <caption>{title}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{messages.name}</th>
          <th scope="col">{messages.value}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ name, value }, index) => (
          <tr key={index}>
            <th scope="row">{name}</th>
            <td data-masked={value === '[masked]'}>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
