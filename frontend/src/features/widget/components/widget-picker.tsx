import { Button } from '@/components/button'
import { useCreateWidget } from '@/features/widget/api/create-widget'
import { WidgetForm } from '@/features/widget/components/widget-form'
import styles from '@/features/widget/components/widget-picker.module.css'
import { INITIAL } from '@/features/widget/draft'
import { messages } from '@/features/widget/messages'

interface WidgetPickerProps {
  dashboardId: string
}

/** Makes a widget. */
export function WidgetPicker({ dashboardId }: WidgetPickerProps) {
  const create = useCreateWidget(dashboardId)
  return (
    <section className={styles.picker} aria-labelledby="new-widget">
      <h2 id="new-widget">{messages.create}</h2>
      <WidgetForm
        dashboardId={dashboardId}
        initial={INITIAL}
        previewLabel={messages.preview}
        passwordHint={messages.passwordHint}
        error={create.error}
        actions={
          <>
            <Button type="submit" variant="primary" busy={create.isPending}>
              {create.isPending ? messages.making : messages.makeOne}
            </Button>
            <p role="status">{create.data !== undefined && messages.wasMade(create.data.title)}</p>
          </>
        }
        onSubmit={(write, clear) => {
          create.mutate(write, { onSuccess: clear })
        }}
      />
    </section>
  )
}
