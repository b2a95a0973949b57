import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { Panel } from '@/components/panel'
import { outliersQuery } from '@/features/trace/api/get-outliers'
import { OutlierDialog } from '@/features/trace/components/outlier-dialog'
import { OutliersTable } from '@/features/trace/components/outliers-table'
import { TraceEmpty } from '@/features/trace/components/trace-empty'
import { messages } from '@/features/trace/messages'
import type { TraceScope } from '@/features/trace/scope'

const HEIGHT = 240

interface TracePanelProps {
  scope: TraceScope
  monitorLevel?: number | null | undefined
}

/** Calls much slower than usual, as the app caught them. */
export function OutliersPanel({ scope, monitorLevel }: TracePanelProps) {
  const query = useQuery(outliersQuery(scope))
  const [shownId, setShownId] = useState<string>()
  return (
    <>
      <Panel
        title={messages.kinds.outliers.title}
        query={query}
        height={HEIGHT}
        empty={({ items, reading }) =>
          items.length === 0 ? (
            <TraceEmpty name="outliers" reading={reading} monitorLevel={monitorLevel} />
          ) : undefined
        }
      >
        {({ items }) => <OutliersTable outliers={items} onShow={setShownId} />}
      </Panel>
      {shownId !== undefined && (
        <OutlierDialog
          dashboardId={scope.dashboardId}
          outlierId={shownId}
          onClose={() => {
            setShownId(undefined)
          }}
        />
      )}
    </>
  )
}
