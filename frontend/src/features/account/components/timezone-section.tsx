import { ErrorNotice } from '@/components/error-notice'
import { Section } from '@/components/section'
import { SelectField } from '@/components/select-field'
import { useChangeSettings } from '@/features/account/api/change-settings'
import { settingsMessages as messages } from '@/features/account/settings-messages'
import type { User } from '@/lib/api/models'
import { DEVICE_ZONE, deviceTimezone } from '@/lib/format/zone'

interface TimezoneSectionProps {
  user: User
}

/** Takes effect at once, on all pages. */
export function TimezoneSection({ user }: TimezoneSectionProps) {
  const change = useChangeSettings()
  return (
    <Section title={messages.timezone} intro={<p>{messages.timezoneIntro}</p>}>
      <SelectField
        label={messages.timezone}
        options={[
          { value: DEVICE_ZONE, label: messages.timezoneOfDevice(deviceTimezone()) },
          ...zonesWith(user.timezone).map((zone) => ({ value: zone, label: zone })),
        ]}
        value={user.timezone}
        disabled={change.isPending}
        onChange={(timezone) => {
          change.mutate({ timezone })
        }}
      />
      {change.isError && <ErrorNotice error={change.error} />}
    </Section>
  )
}

/** Those that the browser knows, and what it leaves out although it knows them: UTC, and older names. */
function zonesWith(current: string): string[] {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', current])
  zones.delete(DEVICE_ZONE)
  return [...zones].sort()
}
