import { NotFoundNotice } from '@/app/routes/not-found-notice'

export function NotFoundPage() {
  return (
    <main tabIndex={-1}>
      <NotFoundNotice />
    </main>
  )
}
