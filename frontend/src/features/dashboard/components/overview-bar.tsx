import { useEffect, useId, useRef } from 'react'

import { SegmentedControl } from '@/components/segmented-control'
import styles from '@/features/dashboard/components/overview-bar.module.css'
import { messages } from '@/features/dashboard/messages'
import {
  isOneOf,
  LAYOUTS,
  type OverviewChange,
  type OverviewView,
  SORTS,
} from '@/features/dashboard/overview-view'
import { TONES } from '@/features/dashboard/status'

interface OverviewBarProps {
  view: OverviewView
  /** How many the view lets through, and of how many. */
  shown: number
  all: number
  onChange: (change: OverviewChange) => void
}

const STATES = ['all', ...TONES] as const

/** Which dashboards are shown, in which order and how. */
export function OverviewBar({ view, shown, all, onChange }: OverviewBarProps) {
  const sortId = useId()
  const field = useRef<HTMLInputElement>(null)

  useEffect(() => {
    // Changed elsewhere; while somebody types in it, the field is ahead of the address.
    const { current } = field
    if (current !== null && current !== document.activeElement) current.value = view.search ?? ''
  }, [view.search])

  return (
    <div className={styles.bar} role="search">
      <input
        ref={field}
        type="search"
        className={styles.field}
        aria-label={messages.search}
        placeholder={messages.search}
        // Not controlled: the address follows a little later than keys are pressed.
        defaultValue={view.search}
        onChange={(event) => {
          onChange({ search: event.target.value })
        }}
      />
      <SegmentedControl
        legend={messages.stateFilter}
        name="state"
        options={STATES.map((value) => ({ value, label: messages.states[value] }))}
        value={view.state ?? 'all'}
        onChange={(state) => {
          onChange({ state: state === 'all' ? undefined : state })
        }}
      />
      <label className={styles.sort} htmlFor={sortId}>
        {messages.sort}
        <select
          id={sortId}
          className={styles.field}
          value={view.sort ?? ''}
          onChange={({ target }) => {
            onChange({ sort: isOneOf(SORTS, target.value) ? target.value : undefined, reversed: undefined })
          }}
        >
          <option value="">{messages.sortedAsAdded}</option>
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {messages.sortWords[sort]}
            </option>
          ))}
        </select>
      </label>
      <p className={styles.count} role="status">
        {messages.shown(shown, all)}
      </p>
      <SegmentedControl
        legend={messages.layout}
        name="layout"
        options={LAYOUTS.map((value) => ({ value, label: messages.layouts[value] }))}
        value={view.layout ?? 'cards'}
        onChange={(layout) => {
          onChange({ layout })
        }}
      />
    </div>
  )
}
