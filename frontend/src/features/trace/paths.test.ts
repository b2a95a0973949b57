import { expect, it } from 'vitest'

import { placeOf, shortPath } from '@/features/trace/paths'

it.each([
  ['/srv/app/shop/pages/cart.py', 'shop/pages/cart.py'],
  ['cart.py', 'cart.py'],
  ['/venv/lib/python3.11/site-packages/flask/app.py', 'flask/app.py'],
  ['C:\\srv\\shop\\pages\\cart.py', 'shop/pages/cart.py'],
])('shows of %s no more than tells it apart', (file, shown) => {
  expect(shortPath(file)).toBe(shown)
})

it('names a place', () => {
  expect(placeOf({ file: '/srv/app/shop/cart.py', line: 41 })).toBe('app/shop/cart.py:41')
  expect(placeOf({ file: '', line: 0 })).toBe('')
})
