import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'

import { Button } from '@/components/button'
import { Form } from '@/components/form'
import { TextField } from '@/components/text-field'

const sent = vi.fn()

function Ask() {
  const [busy, setBusy] = useState(false)
  return (
    <Form
      error={null}
      fields={['label']}
      onSubmit={() => {
        sent()
        setBusy(true)
      }}
      actions={
        <Button type="submit" busy={busy}>
          Make
        </Button>
      }
    >
      <TextField label="Label" name="label" />
    </Form>
  )
}

it('is sent once, however often Enter is pressed and the button', async () => {
  const user = userEvent.setup()
  render(<Ask />)

  await user.type(screen.getByLabelText('Label'), 'CI{Enter}{Enter}')
  await user.click(screen.getByRole('button', { name: 'Make' }))

  expect(sent).toHaveBeenCalledTimes(1)
})
