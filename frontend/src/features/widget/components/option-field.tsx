import { CheckField } from '@/components/check-field'
import { SelectField } from '@/components/select-field'
import { TextField } from '@/components/text-field'
import styles from '@/features/widget/components/widget-form.module.css'
import { CHOICES, type Option, OPTIONS, REQUIRED } from '@/features/widget/kinds'
import { messages } from '@/features/widget/messages'

// What is chosen from, though it may also be left open.
const OPEN: Partial<Record<Option, string>> = { by: messages.any, timeslice: messages.automatic }

interface OptionFieldProps {
  option: Option
  value: string | boolean | undefined
  onChange: (value: string | boolean) => void
}

/** Asks for an option as its kind of entry needs it. */
export function OptionField({ option, value, onChange }: OptionFieldProps) {
  const label = messages.options[option]
  const entry = OPTIONS[option]
  if (entry === 'check') {
    return (
      <div className={styles.check}>
        <CheckField
          label={label}
          checked={value === true}
          onChange={(event) => {
            onChange(event.target.checked)
          }}
        />
      </div>
    )
  }
  const text = typeof value === 'string' ? value : ''
  if (entry === 'choice') {
    const open = OPEN[option]
    return (
      <SelectField
        label={label}
        value={text}
        options={[
          ...(open === undefined ? [] : [{ value: '', label: open }]),
          ...(CHOICES[option] ?? []).map((choice) => ({
            value: choice,
            label: messages.choices[choice] ?? choice,
          })),
        ]}
        onChange={onChange}
      />
    )
  }
  return (
    <TextField
      label={label}
      value={text}
      type={entry === 'number' ? 'number' : 'text'}
      step="any"
      required={REQUIRED.includes(option)}
      {...(entry === 'numbers' ? { hint: messages.numbersHint } : {})}
      onChange={(event) => {
        onChange(event.target.value)
      }}
    />
  )
}
