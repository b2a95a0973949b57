import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { Notice } from '@/components/notice'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useChangeDashboardSettings } from '@/features/dashboard-settings/api/change-dashboard-settings'
import { messages } from '@/features/dashboard-settings/messages'
import { fieldError } from '@/lib/api/api-error'
import type { Dashboard } from '@/lib/api/models'
import { isAboutTheApp } from '@/lib/api/source-problem'
import { fieldText } from '@/lib/form'

interface SourceSectionProps {
  dashboard: Dashboard
}

export function SourceSection({ dashboard }: SourceSectionProps) {
  const change = useChangeDashboardSettings(dashboard.id)
  const { error } = change
  const isReadOnly = dashboard.role !== 'owner'

  function onSubmit(data: FormData, form: HTMLFormElement): void {
    const token = fieldText(data, 'token')
    change.mutate(
      {
        url: fieldText(data, 'url'),
        ...(token === '' ? {} : { token }),
        check: fieldText(data, 'check') !== 'false',
      },
      {
        onSuccess: () => {
          form.reset()
        },
      },
    )
  }

  return (
    <Section title={messages.source} intro={<p>{messages.sourceIntro}</p>}>
      {dashboard.role === 'editor' && <Notice>{messages.editorReason}</Notice>}
      {dashboard.role === 'viewer' && <Notice>{messages.viewerReason}</Notice>}
      <Form
        error={error}
        fields={['url', 'token']}
        onSubmit={onSubmit}
        actions={
          !isReadOnly && (
            <>
              <Button type="submit" variant="primary" busy={change.isPending}>
                {change.isPending ? messages.checking : messages.checkAndSave}
              </Button>
              {/* After the other: the Enter key presses the first one that submits. */}
              {isAboutTheApp(error) && (
                <Button type="submit" name="check" value="false">
                  {messages.saveUnchecked}
                </Button>
              )}
            </>
          )
        }
      >
        <TextField
          key={dashboard.url}
          label={messages.url}
          name="url"
          type="url"
          defaultValue={dashboard.url}
          required
          readOnly={isReadOnly}
          error={fieldError(error, 'url')}
        />
        {!isReadOnly && (
          <TextField
            label={messages.token}
            hint={messages.tokenHint}
            name="token"
            type="password"
            autoComplete="off"
            maxLength={500}
            error={fieldError(error, 'token')}
          />
        )}
      </Form>
      {change.isSuccess && (
        <Notice tone="done">
          {change.variables.check === false ? messages.sourceSavedUnchecked : messages.sourceSaved}
        </Notice>
      )}
    </Section>
  )
}
