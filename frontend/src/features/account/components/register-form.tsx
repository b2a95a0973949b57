import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { TextField } from '@/components/text-field'
import { useRegisterUser } from '@/features/account/api/register-user'
import { NewPasswordField } from '@/features/account/components/new-password-field'
import { messages } from '@/features/account/messages'
import { fieldError } from '@/lib/api/api-error'
import type { UserCreate } from '@/lib/api/models'
import { fieldText } from '@/lib/form'

interface RegisterFormProps {
  onRegistered: (created: UserCreate) => void
}

export function RegisterForm({ onRegistered }: RegisterFormProps) {
  const register = useRegisterUser()
  const error = register.error
  return (
    <Form
      error={error}
      fields={['name', 'mail', 'password']}
      onSubmit={(data) => {
        const create = {
          name: fieldText(data, 'name'),
          mail: fieldText(data, 'mail'),
          password: fieldText(data, 'password'),
        }
        register.mutate(create, {
          onSuccess: () => {
            onRegistered(create)
          },
        })
      }}
      actions={
        <Button type="submit" variant="primary" busy={register.isPending}>
          {register.isPending ? messages.registering : messages.register}
        </Button>
      }
    >
      <TextField
        label={messages.name}
        hint={messages.nameHint}
        name="name"
        autoComplete="username"
        autoCapitalize="none"
        maxLength={40}
        required
        error={fieldError(error, 'name')}
      />
      <TextField
        label={messages.mail}
        hint={messages.mailHint}
        name="mail"
        type="email"
        autoComplete="email"
        maxLength={254}
        required
        error={fieldError(error, 'mail')}
      />
      <NewPasswordField label={messages.password} name="password" error={fieldError(error, 'password')} />
    </Form>
  )
}
