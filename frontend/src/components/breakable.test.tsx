import { render } from '@testing-library/react'
import { expect, it } from 'vitest'

import { Breakable } from '@/components/breakable'

it('may break between folders, files, tests and words, and reads as one', () => {
  const { container } = render(<Breakable name="tests/test_cart.py::test_add" />)

  expect(container.innerHTML.split('<wbr>')).toEqual(['tests/', 'test_', 'cart.', 'py::', 'test_', 'add'])
  expect(container).toHaveTextContent('tests/test_cart.py::test_add')
})
