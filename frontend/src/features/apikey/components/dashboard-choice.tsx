import { CheckField } from '@/components/check-field'
import { SegmentedControl } from '@/components/segmented-control'
import styles from '@/features/apikey/components/create-api-key.module.css'
import { messages } from '@/features/apikey/messages'
import type { Dashboard } from '@/lib/api/models'

interface DashboardChoiceProps {
  dashboards: Dashboard[]
  /** The ids of the chosen ones; null for all. */
  only: string[] | null
  error: string | undefined
  onChange: (only: string[] | null) => void
}

export function DashboardChoice({ dashboards, only, error, onChange }: DashboardChoiceProps) {
  return (
    <fieldset className={styles.field}>
      <legend className={styles.label}>{messages.dashboards}</legend>
      <SegmentedControl
        legend={messages.dashboards}
        name="dashboards"
        options={[
          { value: 'all', label: messages.forAll },
          { value: 'some', label: messages.forSome },
        ]}
        value={only === null ? 'all' : 'some'}
        onChange={(chosen) => {
          onChange(chosen === 'all' ? null : [])
        }}
      />
      {only !== null && (
        <div className={styles.some}>
          {dashboards.map(({ id, name }) => (
            <CheckField
              key={id}
              label={name}
              checked={only.includes(id)}
              onChange={({ target }) => {
                onChange(target.checked ? [...only, id] : only.filter((each) => each !== id))
              }}
            />
          ))}
        </div>
      )}
      {error !== undefined && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}
