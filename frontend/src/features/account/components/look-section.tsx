import { CheckField } from '@/components/check-field'
import { ErrorNotice } from '@/components/error-notice'
import { Section } from '@/components/section'
import { ThemeToggle } from '@/components/theme-toggle'
import { useChangeSettings } from '@/features/account/api/change-settings'
import { settingsMessages as messages } from '@/features/account/settings-messages'
import type { User } from '@/lib/api/models'
import { playAlarm } from '@/lib/sound'

interface LookSectionProps {
  user: User
}

/** Each takes effect at once. */
export function LookSection({ user }: LookSectionProps) {
  const change = useChangeSettings()
  return (
    <Section title={messages.look} intro={<p>{messages.lookIntro}</p>}>
      <div>
        <ThemeToggle
          onChosen={(theme) => {
            change.mutate({ theme })
          }}
        />
      </div>
      <CheckField
        label={messages.sounds}
        hint={messages.soundsHint}
        checked={user.sounds}
        disabled={change.isPending}
        onChange={({ target }) => {
          // Browsers allow a page to make sounds once it was asked to by a click: this one.
          if (target.checked) playAlarm()
          change.mutate({ sounds: target.checked })
        }}
      />
      {change.isError && <ErrorNotice error={change.error} />}
    </Section>
  )
}
