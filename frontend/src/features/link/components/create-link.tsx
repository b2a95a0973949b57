import { useState } from 'react'

import { Button } from '@/components/button'
import { CopyBlock } from '@/components/copy-block'
import { Form } from '@/components/form'
import { Notice } from '@/components/notice'
import { Section } from '@/components/section'
import { SelectField } from '@/components/select-field'
import { TextField } from '@/components/text-field'
import { useCreateLink } from '@/features/link/api/create-link'
import { linkAddress } from '@/features/link/link-address'
import { messages } from '@/features/link/messages'
import { fieldError } from '@/lib/api/api-error'
import { inDays } from '@/lib/expiry'
import { fieldText } from '@/lib/form'

const EXPIRIES = { days1: 1, days7: 7, days30: 30, days90: 90, days365: 365 } as const
const EXPIRY_NAMES = ['days1', 'days7', 'days30', 'days90', 'days365'] as const

interface CreateLinkProps {
  dashboardId: string
}

export function CreateLink({ dashboardId }: CreateLinkProps) {
  const create = useCreateLink(dashboardId)
  const [expiry, setExpiry] = useState<keyof typeof EXPIRIES>('days30')
  return (
    <Section title={messages.createTitle}>
      <Form
        error={create.error}
        fields={['label', 'password']}
        onSubmit={(data, form) => {
          create.mutate(
            {
              label: fieldText(data, 'label'),
              expires_at: inDays(EXPIRIES[expiry]),
              password: fieldText(data, 'password') || null,
            },
            {
              onSuccess: () => {
                form.reset()
              },
            },
          )
        }}
        actions={
          <Button type="submit" variant="primary" busy={create.isPending}>
            {create.isPending ? messages.creating : messages.create}
          </Button>
        }
      >
        <TextField
          label={messages.label}
          hint={messages.labelHint}
          name="label"
          maxLength={100}
          required
          error={fieldError(create.error, 'label')}
        />
        <SelectField
          label={messages.expiry}
          options={EXPIRY_NAMES.map((value) => ({ value, label: messages.expiries[value] }))}
          value={expiry}
          onChange={setExpiry}
        />
        <TextField
          label={messages.password}
          hint={messages.passwordHint}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={8}
          maxLength={256}
          error={fieldError(create.error, 'password')}
        />
      </Form>
      {create.isSuccess && (
        <Notice tone="done">
          <p>{messages.made(create.data.label)}</p>
          <CopyBlock label={messages.theLink} text={linkAddress(create.data.token)} />
        </Notice>
      )}
    </Section>
  )
}
