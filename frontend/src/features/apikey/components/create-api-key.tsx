import { useState } from 'react'

import { Button } from '@/components/button'
import { CopyBlock } from '@/components/copy-block'
import { Form } from '@/components/form'
import { Notice } from '@/components/notice'
import { Section } from '@/components/section'
import { SegmentedControl } from '@/components/segmented-control'
import { SelectField } from '@/components/select-field'
import { TextField } from '@/components/text-field'
import { useCreateApiKey } from '@/features/apikey/api/create-api-key'
import styles from '@/features/apikey/components/create-api-key.module.css'
import { DashboardChoice } from '@/features/apikey/components/dashboard-choice'
import { messages } from '@/features/apikey/messages'
import { fieldError } from '@/lib/api/api-error'
import type { Dashboard } from '@/lib/api/models'
import { inDays } from '@/lib/expiry'
import { fieldText } from '@/lib/form'

const SCOPES = ['read', 'manage'] as const
const EXPIRIES = { never: null, days30: 30, days90: 90, days365: 365 } as const
const EXPIRY_NAMES = ['never', 'days30', 'days90', 'days365'] as const

interface CreateApiKeyProps {
  /** All that a key can be for. */
  dashboards: Dashboard[]
}

export function CreateApiKey({ dashboards }: CreateApiKeyProps) {
  const create = useCreateApiKey()
  const [scope, setScope] = useState<(typeof SCOPES)[number]>('read')
  const [expiry, setExpiry] = useState<keyof typeof EXPIRIES>('never')
  const [only, setOnly] = useState<string[] | null>(null)
  const [noneChosen, setNoneChosen] = useState(false)
  const error = create.error

  return (
    <Section title={messages.createTitle}>
      <Form
        error={error}
        fields={['label', 'dashboard_ids']}
        onSubmit={(data, form) => {
          setNoneChosen(only?.length === 0)
          if (only?.length === 0) return
          const days = EXPIRIES[expiry]
          create.mutate(
            {
              label: fieldText(data, 'label'),
              scope,
              dashboard_ids: only,
              expires_at: days === null ? null : inDays(days),
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
          error={fieldError(error, 'label')}
        />
        <div className={styles.field}>
          <span className={styles.label} aria-hidden="true">
            {messages.scope}
          </span>
          <SegmentedControl
            legend={messages.scope}
            name="scope"
            options={SCOPES.map((value) => ({ value, label: messages.scopes[value] }))}
            value={scope}
            onChange={setScope}
          />
        </div>
        <DashboardChoice
          dashboards={dashboards}
          only={only}
          error={noneChosen ? messages.chooseOne : fieldError(error, 'dashboard_ids')}
          onChange={(chosen) => {
            setOnly(chosen)
            setNoneChosen(false)
          }}
        />
        <SelectField
          label={messages.expiry}
          options={EXPIRY_NAMES.map((value) => ({ value, label: messages.expiries[value] }))}
          value={expiry}
          onChange={setExpiry}
        />
      </Form>
      {create.isSuccess && (
        <Notice tone="done">
          <p>{messages.made(create.data.label)}</p>
          <CopyBlock label={messages.theKey} text={create.data.key} />
        </Notice>
      )}
    </Section>
  )
}
