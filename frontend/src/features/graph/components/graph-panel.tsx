import { useQuery } from '@tanstack/react-query'
import { useId, useRef } from 'react'

import { Button } from '@/components/button'
import { graphDataQuery } from '@/features/graph/api/get-graph-data'
import type { Asked } from '@/features/graph/asked'
import { GRAPH_HEIGHT, GraphChart } from '@/features/graph/components/graph-chart'
import styles from '@/features/graph/components/graph-list.module.css'
import { messages } from '@/features/graph/messages'
import { useSeen } from '@/hooks/use-seen'
import type { Graph } from '@/lib/api/models'

interface GraphPanelProps {
  asked: Asked
  graph: Graph
  /** Undefined where the viewer may change nothing. */
  change:
    | { onEdit: () => void; onEarlier?: (() => void) | undefined; onLater?: (() => void) | undefined }
    | undefined
}

/** Asked for when it comes into view: there may be many. */
export function GraphPanel({ asked, graph, change }: GraphPanelProps) {
  const headingId = useId()
  const place = useRef<HTMLElement>(null)
  const seen = useSeen(place)
  const query = useQuery({ ...graphDataQuery(graph, asked), enabled: seen && asked.isComplete })
  return (
    <section ref={place} className={styles.panel} aria-labelledby={headingId}>
      <header className={styles.header}>
        <h2 id={headingId}>{graph.title}</h2>
        {change !== undefined && (
          <div>
            {change.onEarlier !== undefined && (
              <Button variant="quiet" aria-label={messages.earlier(graph.title)} onClick={change.onEarlier}>
                ↑
              </Button>
            )}
            {change.onLater !== undefined && (
              <Button variant="quiet" aria-label={messages.later(graph.title)} onClick={change.onLater}>
                ↓
              </Button>
            )}
            <Button variant="quiet" aria-label={messages.editOf(graph.title)} onClick={change.onEdit}>
              {messages.edit}
            </Button>
          </div>
        )}
      </header>
      <div style={{ minHeight: GRAPH_HEIGHT }}>
        <GraphChart title={graph.title} query={query} />
      </div>
    </section>
  )
}
