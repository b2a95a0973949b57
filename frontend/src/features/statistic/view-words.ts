/** A view in words. */

import {
  type Comparison,
  comparedVersion,
  DEFAULT_RANGE,
  FILTER_NAMES,
  type FilterName,
  type RangeName,
  type View,
} from '@/features/statistic/view'
import { formatMomentOfYear } from '@/lib/format/time'

export const rangeLabels: Record<RangeName | 'custom', string> = {
  '1h': '1 h',
  '24h': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  '90d': '90 d',
  month: 'Month',
  all: 'All',
  custom: 'Custom',
}

const rangeWords: Record<RangeName, string> = {
  '1h': 'the last hour',
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
  '90d': 'the last 90 days',
  month: 'this month',
  all: 'all time',
}

export const filterNames: Record<FilterName, string> = {
  endpoint: 'Endpoint',
  version: 'Version',
  group_by: 'User or group',
  ip: 'IP address',
}

/** Within a sentence. */
const filterWord: Record<FilterName, string> = {
  endpoint: 'endpoint',
  version: 'version',
  group_by: 'user or group',
  ip: 'IP address',
}

export const filterAll: Record<FilterName, string> = {
  endpoint: 'All endpoints',
  version: 'All versions',
  group_by: 'All users',
  ip: 'All addresses',
}

export const exact = 'Exact.'
export const exactPercentile = 'Exact within one hour or day; merged from several, within 0.25% of rank.'
export const errorsNote = 'Answered with a status of 500 or more, of those whose status is known. Exact.'

export function timeWords({ range = DEFAULT_RANGE, from, until }: View): string {
  if (from === undefined || until === undefined) return rangeWords[range]
  return `${formatMomentOfYear(Date.parse(from))} to ${formatMomentOfYear(Date.parse(until))}`
}

export function filterWords(view: View): string {
  const filters = filtersIn(view)
  return filters === '' ? 'All calls' : `Calls of ${filters}`
}

function filtersIn(view: View): string {
  return FILTER_NAMES.flatMap((name) =>
    view[name] === undefined ? [] : [`${filterWord[name]} ${view[name]}`],
  ).join(', ')
}

/** What a chart shows: of when, and of which calls where these are not all. */
export function chartLabel(title: string, view: View): string {
  const filters = filtersIn(view)
  return [title, timeWords(view), ...(filters === '' ? [] : [`calls of ${filters}`])].join(', ')
}

export function comparison(compare: Comparison): string {
  const version = comparedVersion(compare)
  return version === undefined ? 'Previous period' : `Version ${version}`
}
