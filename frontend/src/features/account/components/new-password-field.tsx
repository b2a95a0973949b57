import { TextField } from '@/components/text-field'
import { messages } from '@/features/account/messages'

interface NewPasswordFieldProps {
  label: string
  name: string
  error: string | undefined
}

/** Its rules are the API's, which says more where one is broken. */
export function NewPasswordField({ label, name, error }: NewPasswordFieldProps) {
  return (
    <TextField
      label={label}
      hint={messages.passwordHint}
      name={name}
      type="password"
      autoComplete="new-password"
      minLength={8}
      maxLength={256}
      required
      error={error}
    />
  )
}
