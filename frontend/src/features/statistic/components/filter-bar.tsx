import { useState } from 'react'

import { Button } from '@/components/button'
import { ComparisonPicker } from '@/features/statistic/components/comparison-picker'
import styles from '@/features/statistic/components/filter-bar.module.css'
import { FilterPicker } from '@/features/statistic/components/filter-picker'
import { RangePicker } from '@/features/statistic/components/range-picker'
import { messages } from '@/features/statistic/messages'
import type { Question } from '@/features/statistic/question'
import {
  FILTER_NAMES,
  type FilterName,
  filtersOf,
  type View,
  withoutFilters,
} from '@/features/statistic/view'

/**
 * Chooses what a page is about: its time, its filters and what it is compared with.
 *
 * `question.view` is what holds now; a page takes it from its address (`validateView` is its `validateSearch`) and
 * puts what `onChange` gives back there, so that it can be shared and gone back from:
 *
 *     <FilterBar question={question} onChange={(view) => void navigate({ search: view, resetScroll: false })} />
 *
 * `fixed` are filters that the page itself decides, as the endpoint on the page of an endpoint: they are not
 * offered, and stay as they are in `question.view`.
 */
interface FilterBarProps {
  question: Question
  onChange: (view: View) => void
  fixed?: readonly FilterName[]
  /** Whether the page draws what it is compared with. */
  compares?: boolean
}

export function FilterBar({ question, onChange, fixed = [], compares = true }: FilterBarProps) {
  const [open, setOpen] = useState(false)
  const { view } = question
  const offered = FILTER_NAMES.filter((name) => !fixed.includes(name))
  const chosen = offered.filter((name) => view[name] !== undefined)
  return (
    <div role="search" className={styles.bar} aria-label={messages.filters}>
      <div className={styles.time}>
        <RangePicker view={view} onChange={onChange} />
        <span className={styles.toggle}>
          <Button
            aria-expanded={open}
            onClick={() => {
              setOpen(!open)
            }}
          >
            {messages.filtersChosen(chosen.length)}
          </Button>
        </span>
      </div>
      <div className={styles.filters} data-open={open}>
        {offered.map((name) => (
          <FilterPicker key={name} question={question} name={name} onChange={onChange} />
        ))}
        {compares && <ComparisonPicker question={question} onChange={onChange} />}
        {chosen.length > 1 && (
          <span className={styles.reset}>
            <Button
              variant="quiet"
              onClick={() => {
                onChange({ ...withoutFilters(view), ...keptOf(view, fixed) })
              }}
            >
              {messages.clearFilters}
            </Button>
          </span>
        )}
      </div>
    </div>
  )
}

function keptOf(view: View, fixed: readonly FilterName[]): View {
  return Object.fromEntries(
    Object.entries(filtersOf(view)).filter(([name]) => fixed.some((kept) => kept === name)),
  )
}
