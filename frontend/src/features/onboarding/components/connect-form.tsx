import { useState } from 'react'

import { Button } from '@/components/button'
import { CheckField } from '@/components/check-field'
import { Form } from '@/components/form'
import { TextField } from '@/components/text-field'
import { useCheckSource } from '@/features/onboarding/api/check-source'
import { useRegisterDashboard } from '@/features/onboarding/api/register-dashboard'
import { SourceNotice } from '@/features/onboarding/components/source-notice'
import { messages } from '@/features/onboarding/messages'
import { fieldError } from '@/lib/api/api-error'
import type { Dashboard } from '@/lib/api/models'
import { isAboutTheApp } from '@/lib/api/source-problem'
import { fieldText } from '@/lib/form'

const FIELDS = ['name', 'url', 'token', 'poll_interval_seconds']
const POLL_INTERVAL_SECONDS_DEFAULT = 60

interface ConnectFormProps {
  /** The token that was made for the app. */
  token: string
  onAdded: (dashboard: Dashboard) => void
}

export function ConnectForm({ token: madeToken, onAdded }: ConnectFormProps) {
  const check = useCheckSource()
  const register = useRegisterDashboard()
  const [url, setUrl] = useState('')
  const [token, setToken] = useState(madeToken)
  const [shown, setShown] = useState(false)
  const error = register.error ?? check.error
  // What was found holds for what was entered then.
  const found = check.variables?.url === url && check.variables.token === token ? check.data : undefined

  function onSubmit(data: FormData): void {
    const unchecked = fieldText(data, 'check') === 'false'
    register.reset()
    if (found === undefined && !unchecked) {
      check.mutate({ url, token })
      return
    }
    const create = {
      name: fieldText(data, 'name'),
      url,
      token,
      poll_interval_seconds: Number(fieldText(data, 'poll_interval_seconds')),
      // It was looked at a moment ago, or shall not be.
      check: false,
    }
    register.mutate(create, { onSuccess: onAdded })
  }

  return (
    <Form
      error={error}
      fields={FIELDS}
      onSubmit={onSubmit}
      actions={
        <>
          <Button type="submit" variant="primary" busy={check.isPending || register.isPending}>
            {found === undefined
              ? check.isPending
                ? messages.checking
                : messages.check
              : register.isPending
                ? messages.adding
                : messages.add}
          </Button>
          {/* After the other: the Enter key presses the first one that submits. */}
          {isAboutTheApp(check.error) && (
            <Button type="submit" name="check" value="false" busy={register.isPending}>
              {messages.addUnchecked}
            </Button>
          )}
        </>
      }
    >
      <TextField
        label={messages.name}
        hint={messages.nameHint}
        name="name"
        maxLength={100}
        required
        error={fieldError(error, 'name')}
      />
      <TextField
        label={messages.url}
        hint={messages.urlHint}
        placeholder={messages.urlExample}
        name="url"
        type="url"
        required
        value={url}
        onChange={({ target }) => {
          setUrl(target.value)
        }}
        error={fieldError(error, 'url')}
      />
      <TextField
        label={messages.token}
        hint={messages.tokenHint}
        name="token"
        type={shown ? 'text' : 'password'}
        autoComplete="off"
        maxLength={500}
        required
        value={token}
        onChange={({ target }) => {
          setToken(target.value)
        }}
        error={fieldError(error, 'token')}
      />
      <CheckField
        label={messages.showToken}
        checked={shown}
        onChange={({ target }) => {
          setShown(target.checked)
        }}
      />
      <TextField
        label={messages.pollInterval}
        hint={messages.pollIntervalHint}
        unit={messages.seconds}
        name="poll_interval_seconds"
        type="number"
        min={2}
        max={86_400}
        defaultValue={POLL_INTERVAL_SECONDS_DEFAULT}
        required
        error={fieldError(error, 'poll_interval_seconds')}
      />
      {found !== undefined && <SourceNotice source={found} />}
    </Form>
  )
}
