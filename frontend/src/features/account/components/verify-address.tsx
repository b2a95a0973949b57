import type { ReactNode } from 'react'

import { Button } from '@/components/button'
import { ErrorNotice } from '@/components/error-notice'
import { Notice } from '@/components/notice'
import { useVerifyUser } from '@/features/account/api/verify-user'
import { ResendForm } from '@/features/account/components/resend-form'
import { messages } from '@/features/account/messages'

interface VerifyAddressProps {
  code: string
  /** Where to go when it is done. */
  next: ReactNode
}

/** By a button: programs that look into mails follow links, and shall not confirm anything. */
export function VerifyAddress({ code, next }: VerifyAddressProps) {
  const verify = useVerifyUser()
  if (verify.isSuccess) {
    return (
      <>
        <Notice tone="done">{messages.verified}</Notice>
        {next}
      </>
    )
  }
  return (
    <>
      <p>{messages.verifyHint}</p>
      <p>
        <Button
          variant="primary"
          busy={verify.isPending}
          onClick={() => {
            verify.mutate(code)
          }}
        >
          {verify.isPending ? messages.verifying : messages.verify}
        </Button>
      </p>
      {verify.isError && (
        <>
          <ErrorNotice error={verify.error} />
          <ResendForm />
        </>
      )}
    </>
  )
}
