import { describe, expect, it } from 'vitest'

import {
  executionTime,
  formatChange,
  formatCount,
  formatCountShort,
  formatExecutionTime,
  formatPercent,
} from '@/lib/format/number'

describe('execution times', () => {
  it.each([
    [null, '–'],
    [0, '0 ms'],
    [0.666_666, '0.67 ms'],
    [1.5, '1.5 ms'],
    [12.345, '12.3 ms'],
    [123.45, '123 ms'],
    [1000, '1 s'],
    [1234.5678, '1.23 s'],
    [65_432, '65.4 s'],
    [1_234_567, '1,235 s'],
  ])('%s reads %s', (milliseconds, expected) => {
    expect(formatExecutionTime(milliseconds, 'en')).toBe(expected)
  })

  it('are written as the user is used to', () => {
    expect(executionTime(1234, 'de')).toEqual({ value: '1,23', unit: 's' })
  })
})

describe('counts', () => {
  it('have all their digits', () => {
    expect(formatCount(1_234_567, 'en')).toBe('1,234,567')
    expect(formatCount(1_234_567, 'nl')).toBe('1.234.567')
  })

  it('are short on axes', () => {
    expect(formatCountShort(12_500, 'en')).toBe('12.5K')
  })
})

describe('percentages', () => {
  it.each([
    [null, '–'],
    [99.999, '99.99%'],
    [100, '100%'],
    [97.5, '97.5%'],
  ])('of %s read %s', (percent, expected) => {
    expect(formatPercent(percent, 'en')).toBe(expected)
  })
})

describe('changes', () => {
  it.each([
    [0.006_35, '+0.6%'],
    [-0.258, '-25.8%'],
    [0.0002, '0%'],
    [10.24, '+1,024%'],
  ])('%s is %s', (change, shown) => {
    expect(formatChange(change, 'en')).toBe(shown)
  })
})
