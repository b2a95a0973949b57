import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { TextField } from '@/components/text-field'
import { useLogin } from '@/features/account/api/login'
import { messages } from '@/features/account/messages'
import { fieldText } from '@/lib/form'

interface SignInFormProps {
  onSignedIn: () => void
}

export function SignInForm({ onSignedIn }: SignInFormProps) {
  const login = useLogin()
  return (
    <Form
      error={login.error}
      fields={[]}
      onSubmit={(data) => {
        login.mutate(
          { name: fieldText(data, 'name'), password: fieldText(data, 'password') },
          { onSuccess: onSignedIn },
        )
      }}
      actions={
        <Button type="submit" variant="primary" busy={login.isPending}>
          {login.isPending ? messages.signingIn : messages.signIn}
        </Button>
      }
    >
      <TextField label={messages.name} name="name" autoComplete="username" autoCapitalize="none" required />
      <TextField
        label={messages.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
    </Form>
  )
}
