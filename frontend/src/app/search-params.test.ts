import { describe, expect, it } from 'vitest'

import { parseSearch, stringifySearch } from '@/app/search-params'

describe('values in the address', () => {
  it.each(['1.10', '2', 'shop.index', '007', 'true', '"quoted"', '12345678901234567890', 'NaN', '{', ''])(
    'keep the text %s as it is',
    (text) => {
      expect(parseSearch(stringifySearch({ version: text }))).toEqual({ version: text })
    },
  )

  it('stay as plain as they can', () => {
    expect(stringifySearch({ version: '1.10', range: '7d' })).toBe('?version=1.10&range=7d')
  })

  it('may be written by hand', () => {
    expect(parseSearch('?version=1.10&rows=2&wide=true')).toEqual({ version: '1.10', rows: 2, wide: true })
  })
})
