import { TextField } from '@/components/text-field'
import { fieldError } from '@/lib/api/api-error'

interface NumberFieldProps {
  label: string
  hint?: string
  unit: string
  name: string
  min?: number
  max?: number
  step?: 'any'
  defaultValue: number
  readOnly: boolean
  /** Of the form's last try. */
  error: Error | null
}

export function NumberField({ error, name, ...field }: NumberFieldProps) {
  return <TextField {...field} name={name} type="number" required error={fieldError(error, name)} />
}
