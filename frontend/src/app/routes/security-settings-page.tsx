import { SettingsLayout } from '@/app/routes/settings-layout'
import { useSignedOut } from '@/app/use-signed-out'
import { PasswordSection } from '@/features/account/components/password-section'
import { SessionsSection } from '@/features/account/components/sessions-section'

export function SecuritySettingsPage() {
  const onSignedOut = useSignedOut()
  return (
    <SettingsLayout>
      <PasswordSection />
      <SessionsSection onSignedOut={onSignedOut} />
    </SettingsLayout>
  )
}
