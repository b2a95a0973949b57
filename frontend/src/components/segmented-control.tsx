import { useId } from 'react'

import styles from '@/components/segmented-control.module.css'

interface SegmentedControlProps<Value extends string> {
  /** What is chosen here; said to those who cannot see it from its place. */
  legend: string
  name: string
  options: readonly { value: Value; label: string }[]
  value: Value
  onChange: (value: Value) => void
}

/** A few choices of which one holds: radio buttons, side by side. */
export function SegmentedControl<Value extends string>({
  legend,
  name,
  options,
  value,
  onChange,
}: SegmentedControlProps<Value>) {
  const group = useId()
  return (
    <fieldset className={styles.control}>
      <legend className="visually-hidden">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="radio"
            className="visually-hidden"
            name={`${name}-${group}`}
            checked={option.value === value}
            onChange={() => {
              onChange(option.value)
            }}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
