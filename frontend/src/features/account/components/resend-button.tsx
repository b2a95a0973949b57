import { Button } from '@/components/button'
import { ErrorNotice } from '@/components/error-notice'
import { Notice } from '@/components/notice'
import { useResendVerification } from '@/features/account/api/resend-verification'
import { messages } from '@/features/account/messages'

interface ResendButtonProps {
  name: string
}

export function ResendButton({ name }: ResendButtonProps) {
  const resend = useResendVerification()
  return (
    <>
      <p>
        <Button
          busy={resend.isPending}
          onClick={() => {
            resend.mutate(name)
          }}
        >
          {resend.isPending ? messages.resending : messages.resend}
        </Button>
      </p>
      {resend.isError && <ErrorNotice error={resend.error} />}
      {resend.isSuccess && <Notice tone="done">{messages.resent}</Notice>}
    </>
  )
}
