import styles from '@/app/endpoint-traces.module.css'
import { traceScope } from '@/app/trace-scope'
import type { Question } from '@/features/statistic/question'
import { ExceptionsPanel } from '@/features/trace/components/exceptions-panel'
import { OutliersPanel } from '@/features/trace/components/outliers-panel'
import { ProfilePanel } from '@/features/trace/components/profile-panel'

interface EndpointTracesProps {
  question: Question
  endpoint: string
  monitorLevel: number | null | undefined
}

/** What the app noted of single calls of an endpoint. */
export function EndpointTraces({ question, endpoint, monitorLevel }: EndpointTracesProps) {
  const scope = traceScope(question, endpoint)
  return (
    <div className={styles.traces}>
      <ProfilePanel scope={scope} monitorLevel={monitorLevel} />
      <OutliersPanel scope={scope} monitorLevel={monitorLevel} />
      <ExceptionsPanel scope={scope} monitorLevel={monitorLevel} />
    </div>
  )
}
