import { Button } from '@/components/button'
import styles from '@/features/statistic/components/endpoint-chip.module.css'
import { Mark } from '@/features/statistic/components/mark'
import { messages } from '@/features/statistic/messages'

interface EndpointChipProps {
  endpoint: string
  onClear: () => void
}

/** Says that the numbers are of one endpoint only, and leads back to all. */
export function EndpointChip({ endpoint, onClear }: EndpointChipProps) {
  return (
    <p className={styles.chip}>
      <Mark endpoint={endpoint} />
      <span>
        {messages.onlyEndpoint} <strong>{endpoint}</strong>
      </span>
      <Button onClick={onClear}>{messages.showAll}</Button>
    </p>
  )
}
