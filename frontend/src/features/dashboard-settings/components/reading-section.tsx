import { useState } from 'react'

import { Button } from '@/components/button'
import { CheckField } from '@/components/check-field'
import { Form } from '@/components/form'
import { Notice } from '@/components/notice'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useChangeDashboardSettings } from '@/features/dashboard-settings/api/change-dashboard-settings'
import { NumberField } from '@/features/dashboard-settings/components/number-field'
import { messages } from '@/features/dashboard-settings/messages'
import { fieldError } from '@/lib/api/api-error'
import type { Dashboard } from '@/lib/api/models'
import { fieldNumber, fieldText } from '@/lib/form'

const NUMBERS = [
  'poll_interval_seconds',
  'settle_seconds',
  'raw_retention_days',
  'apdex_threshold_ms',
  'ping_interval_seconds',
] as const
const PING_INTERVAL_SECONDS_DEFAULT = 300

interface ReadingSectionProps {
  dashboard: Dashboard
}

/** What an editor may change, too. */
export function ReadingSection({ dashboard }: ReadingSectionProps) {
  const change = useChangeDashboardSettings(dashboard.id)
  const [pings, setPings] = useState(dashboard.ping_interval_seconds !== null)
  const { error } = change
  const isReadOnly = dashboard.role === 'viewer'
  const shared = { error, readOnly: isReadOnly }

  function onSubmit(data: FormData): void {
    const numbers = Object.fromEntries(NUMBERS.map((name) => [name, fieldNumber(data, name)]))
    change.mutate({ name: fieldText(data, 'name'), ...numbers })
  }

  return (
    <Section title={messages.reading} intro={<p>{messages.readingIntro}</p>}>
      {isReadOnly && <Notice>{messages.viewerReason}</Notice>}
      <Form
        error={error}
        fields={['name', ...NUMBERS]}
        onSubmit={onSubmit}
        actions={
          !isReadOnly && (
            <Button type="submit" variant="primary" busy={change.isPending}>
              {change.isPending ? messages.saving : messages.save}
            </Button>
          )
        }
      >
        <TextField
          label={messages.name}
          name="name"
          defaultValue={dashboard.name}
          maxLength={100}
          required
          readOnly={isReadOnly}
          error={fieldError(error, 'name')}
        />
        <NumberField
          {...shared}
          label={messages.pollInterval}
          hint={messages.pollIntervalHint}
          unit={messages.seconds}
          name="poll_interval_seconds"
          min={2}
          max={86_400}
          defaultValue={dashboard.poll_interval_seconds}
        />
        <NumberField
          {...shared}
          label={messages.settle}
          hint={messages.settleHint}
          unit={messages.seconds}
          name="settle_seconds"
          min={2}
          max={600}
          defaultValue={dashboard.settle_seconds}
        />
        <NumberField
          {...shared}
          label={messages.retention}
          hint={messages.retentionHint}
          unit={messages.days}
          name="raw_retention_days"
          min={1}
          max={3650}
          defaultValue={dashboard.raw_retention_days}
        />
        <NumberField
          {...shared}
          label={messages.apdex}
          hint={messages.apdexHint}
          unit={messages.milliseconds}
          name="apdex_threshold_ms"
          step="any"
          defaultValue={dashboard.apdex_threshold_ms}
        />
        <CheckField
          label={messages.ping}
          hint={messages.pingHint}
          checked={pings}
          disabled={isReadOnly}
          onChange={({ target }) => {
            setPings(target.checked)
          }}
        />
        {pings && (
          <NumberField
            {...shared}
            label={messages.pingInterval}
            unit={messages.seconds}
            name="ping_interval_seconds"
            min={60}
            max={86_400}
            defaultValue={dashboard.ping_interval_seconds ?? PING_INTERVAL_SECONDS_DEFAULT}
          />
        )}
      </Form>
      {change.isSuccess && <Notice tone="done">{messages.saved}</Notice>}
    </Section>
  )
}
