import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { Button } from '@/components/button'
import { EmptyNotice } from '@/components/empty-notice'
import { ErrorNotice } from '@/components/error-notice'
import { PanelBody } from '@/components/panel'
import { graphsQuery } from '@/features/graph/api/get-graphs'
import { useMoveGraph } from '@/features/graph/api/move-graph'
import type { Asked } from '@/features/graph/asked'
import { type FilterPickers, GraphEditor } from '@/features/graph/components/graph-editor'
import styles from '@/features/graph/components/graph-list.module.css'
import { GraphPanel } from '@/features/graph/components/graph-panel'
import { messages } from '@/features/graph/messages'
import type { Graph } from '@/lib/api/models'

const HEIGHT = 400

interface GraphListProps {
  asked: Asked
  mayChange: boolean
  filters: FilterPickers
}

/** The graphs of a dashboard; who may change it adds, changes and orders them. */
export function GraphList({ asked, mayChange, filters }: GraphListProps) {
  const query = useQuery(graphsQuery(asked.dashboardId))
  const move = useMoveGraph(asked.dashboardId)
  // Null: none is edited; undefined: a new one is.
  const [edited, setEdited] = useState<Graph | undefined | null>(null)
  const [moved, setMoved] = useState('')

  function moveTo(graph: Graph, place: number, of: number): void {
    move.mutate(
      { graphId: graph.id, place },
      {
        onSuccess: () => {
          setMoved(messages.moved(graph.title, place + 1, of))
        },
      },
    )
  }

  const add = (
    <Button
      variant="primary"
      onClick={() => {
        setEdited(undefined)
      }}
    >
      {messages.add}
    </Button>
  )
  return (
    <>
      <p className="visually-hidden" role="status">
        {moved}
      </p>
      {move.error !== null && <ErrorNotice error={move.error} />}
      <PanelBody
        title={messages.title}
        query={query}
        height={HEIGHT}
        empty={({ items }) =>
          items.length === 0 ? (
            <EmptyNotice title={messages.emptyTitle}>
              <p>{mayChange ? messages.emptyHint : messages.emptyHintViewer}</p>
              {mayChange && <p className={styles.step}>{add}</p>}
            </EmptyNotice>
          ) : undefined
        }
      >
        {({ items }) => (
          <>
            {mayChange && <div className={styles.tools}>{add}</div>}
            <div className={styles.graphs}>
              {items.map((graph, place) => (
                <GraphPanel
                  key={graph.id}
                  asked={asked}
                  graph={graph}
                  change={
                    mayChange
                      ? {
                          onEdit: () => {
                            setEdited(graph)
                          },
                          onEarlier:
                            place === 0
                              ? undefined
                              : () => {
                                  moveTo(graph, place - 1, items.length)
                                },
                          onLater:
                            place === items.length - 1
                              ? undefined
                              : () => {
                                  moveTo(graph, place + 1, items.length)
                                },
                        }
                      : undefined
                  }
                />
              ))}
            </div>
          </>
        )}
      </PanelBody>
      {edited !== null && (
        <GraphEditor
          asked={asked}
          graph={edited}
          filters={filters}
          onClose={() => {
            setEdited(null)
          }}
        />
      )}
    </>
  )
}
