import { render } from '@testing-library/react'
import { expect, it } from 'vitest'

import { TestName } from '@/features/test-run/components/test-name'

it('may break between folders, files, tests and words, and reads as one', () => {
  const { container } = render(<TestName name="tests/test_cart.py::test_add" />)

  expect(container.innerHTML.split('<wbr>')).toEqual(['tests/', 'test_', 'cart.py::', 'test_', 'add'])
  expect(container).toHaveTextContent('tests/test_cart.py::test_add')
})
