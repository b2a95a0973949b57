import { SettingsLayout } from '@/app/routes/settings-layout'
import { useCurrentUser } from '@/app/use-current-user'
import { useSignedOut } from '@/app/use-signed-out'
import { DeletionSection } from '@/features/account/components/deletion-section'
import { LookSection } from '@/features/account/components/look-section'
import { MailSection } from '@/features/account/components/mail-section'
import { NameSection } from '@/features/account/components/name-section'
import { TimezoneSection } from '@/features/account/components/timezone-section'

export function AccountSettingsPage() {
  const user = useCurrentUser()
  const onSignedOut = useSignedOut()
  return (
    <SettingsLayout>
      <NameSection user={user} />
      <MailSection user={user} />
      <LookSection user={user} />
      <TimezoneSection user={user} />
      <DeletionSection user={user} onDeleted={onSignedOut} />
    </SettingsLayout>
  )
}
