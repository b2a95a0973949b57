import { SelectField } from '@/components/select-field'
import { TextField } from '@/components/text-field'
import styles from '@/features/widget/components/widget-form.module.css'
import type { Entered } from '@/features/widget/draft'
import { FILTERS, RANGES } from '@/features/widget/kinds'
import { messages } from '@/features/widget/messages'
import type { StatisticName } from '@/lib/api/models'

const STATISTICS = Object.entries(messages.statistics).map(([value, label]) => ({
  value: value as StatisticName,
  label,
}))

interface SelectionFieldsProps {
  entered: Entered
  onChange: (changed: Partial<Entered>) => void
}

/** Which calls, and which statistic of them. */
export function SelectionFields({ entered, onChange }: SelectionFieldsProps) {
  return (
    <>
      <SelectField
        label={messages.statistic}
        value={entered.statistic}
        options={STATISTICS}
        onChange={(statistic) => {
          onChange({ statistic })
        }}
      />
      <SelectField
        label={messages.range}
        value={entered.range}
        options={RANGES.filter((range) => range !== 'kept' || entered.kept !== undefined).map((value) => ({
          value,
          label: messages.ranges[value],
        }))}
        onChange={(range) => {
          onChange({ range })
        }}
      />
      {entered.range === 'dates' &&
        (['from', 'until'] as const).map((end) => (
          <TextField
            key={end}
            label={messages[end]}
            type="date"
            value={entered[end]}
            onChange={(event) => {
              onChange({ [end]: event.target.value })
            }}
          />
        ))}
      <details className={styles.filters}>
        <summary>{messages.filtersTitle}</summary>
        <p className={styles.hint}>{messages.filterHint}</p>
        <div className={styles.fields}>
          {FILTERS.map((filter) => (
            <TextField
              key={filter}
              label={messages.filters[filter]}
              value={entered.filters[filter] ?? ''}
              type={filter === 'status' ? 'number' : 'text'}
              onChange={(event) => {
                onChange({ filters: { ...entered.filters, [filter]: event.target.value } })
              }}
            />
          ))}
        </div>
      </details>
    </>
  )
}
