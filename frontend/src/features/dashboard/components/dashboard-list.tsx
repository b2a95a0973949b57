import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'

import { Button } from '@/components/button'
import { ButtonLink } from '@/components/button-link'
import { EmptyNotice } from '@/components/empty-notice'
import { PanelBody } from '@/components/panel'
import { overviewQuery } from '@/features/dashboard/api/get-overview'
import { DashboardCard } from '@/features/dashboard/components/dashboard-card'
import styles from '@/features/dashboard/components/dashboard-list.module.css'
import { DashboardTable } from '@/features/dashboard/components/dashboard-table'
import { OverviewBar } from '@/features/dashboard/components/overview-bar'
import { messages } from '@/features/dashboard/messages'
import { type OverviewChange, type OverviewView, shownItems } from '@/features/dashboard/overview-view'
import type { OverviewItem } from '@/lib/api/models'

const HEIGHT = 400

interface DashboardListProps {
  view: OverviewView
  onChange: (change: OverviewChange) => void
}

export function DashboardList({ view, onChange }: DashboardListProps) {
  const query = useQuery(overviewQuery)
  const items = query.data?.items ?? []
  const shown = shownItems(items, view)

  const add = (
    <ButtonLink to="/dashboards/new" variant="primary">
      {messages.add}
    </ButtonLink>
  )
  return (
    <>
      <header className={styles.header}>
        <h1>{messages.title}</h1>
        {items.length > 0 && (
          <div className={styles.actions}>
            <Link to="/wallboard" search={shown.length === items.length ? {} : { dashboards: idsOf(shown) }}>
              {messages.wallboard}
            </Link>
            {add}
          </div>
        )}
      </header>
      <PanelBody
        title={messages.title}
        query={query}
        height={HEIGHT}
        empty={({ items }) =>
          items.length === 0 ? (
            <EmptyNotice title={messages.emptyTitle}>
              <p>{messages.emptyHint}</p>
              <p className={styles.step}>{add}</p>
            </EmptyNotice>
          ) : undefined
        }
      >
        {() => (
          <>
            <OverviewBar view={view} shown={shown.length} all={items.length} onChange={onChange} />
            {shown.length === 0 ? (
              <EmptyNotice title={messages.nothingFound}>
                <p>{messages.nothingFoundHint}</p>
                <p className={styles.step}>
                  <Button
                    onClick={() => {
                      onChange({ search: undefined, state: undefined })
                    }}
                  >
                    {messages.showAll}
                  </Button>
                </p>
              </EmptyNotice>
            ) : view.layout === 'table' ? (
              <DashboardTable
                items={shown}
                view={view}
                onSort={(sort) => {
                  const again = view.sort === sort && view.reversed !== true
                  onChange({ sort, reversed: again ? true : undefined })
                }}
              />
            ) : (
              <ul className={styles.cards}>
                {shown.map((item) => (
                  <DashboardCard key={item.dashboard.id} item={item} />
                ))}
              </ul>
            )}
          </>
        )}
      </PanelBody>
    </>
  )
}

function idsOf(items: readonly OverviewItem[]): string {
  return items.map(({ dashboard }) => dashboard.id).join(',')
}
