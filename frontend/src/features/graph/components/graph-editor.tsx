import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'

import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Form } from '@/components/form'
import { useDeleteGraph } from '@/features/graph/api/delete-graph'
import { graphDataQuery } from '@/features/graph/api/get-graph-data'
import { useWriteGraph } from '@/features/graph/api/write-graph'
import type { Asked } from '@/features/graph/asked'
import { GraphChart } from '@/features/graph/components/graph-chart'
import styles from '@/features/graph/components/graph-editor.module.css'
import { GraphFields } from '@/features/graph/components/graph-fields'
import { draftOf, filtersOf, type GraphFilters, NEW_GRAPH, withFilters } from '@/features/graph/draft'
import { messages } from '@/features/graph/messages'
import { fieldError } from '@/lib/api/api-error'
import type { Graph, GraphWrite } from '@/lib/api/models'

export type FilterPickers = (chosen: GraphFilters, onChange: (chosen: GraphFilters) => void) => ReactNode

interface GraphEditorProps {
  asked: Asked
  /** Undefined for a new one. */
  graph: Graph | undefined
  /** To choose filters with. */
  filters: FilterPickers
  onClose: () => void
}

/** Makes a graph or makes it anew, and shows meanwhile what it will look like. */
export function GraphEditor({ asked, graph, filters, onClose }: GraphEditorProps) {
  const [draft, setDraft] = useState<GraphWrite>(graph === undefined ? NEW_GRAPH : draftOf(graph))
  const [sure, setSure] = useState(false)
  const write = useWriteGraph(asked.dashboardId, graph?.id)
  const remove = useDeleteGraph(asked.dashboardId)
  const preview = useQuery(graphDataQuery(draft, asked))

  return (
    <Dialog
      title={graph === undefined ? messages.newTitle : messages.editTitle(graph.title)}
      onClose={onClose}
    >
      <Form
        error={write.error ?? remove.error}
        fields={['title', 'status']}
        onSubmit={() => {
          write.mutate(draft, { onSuccess: onClose })
        }}
        actions={
          <div className={styles.actions}>
            {graph !== undefined && (
              <span className={styles.remove}>
                <Button
                  variant="quiet"
                  busy={remove.isPending}
                  onClick={() => {
                    if (sure) remove.mutate(graph.id, { onSuccess: onClose })
                    setSure(true)
                  }}
                >
                  {sure ? messages.removeSure : messages.remove}
                </Button>
              </span>
            )}
            <Button onClick={onClose}>{messages.cancel}</Button>
            <Button type="submit" variant="primary" busy={write.isPending}>
              {write.isPending ? messages.saving : messages.save}
            </Button>
          </div>
        }
      >
        <GraphFields
          graph={draft}
          fieldError={(field) => fieldError(write.error, field)}
          onChange={setDraft}
        />
        <fieldset className={styles.filters}>
          <legend>{messages.filters}</legend>
          {filters(filtersOf(draft), (chosen) => {
            setDraft(withFilters(draft, chosen))
          })}
        </fieldset>
        <section className={styles.preview} aria-label={messages.preview}>
          <GraphChart title={draft.title === '' ? messages.preview : draft.title} query={preview} />
        </section>
      </Form>
    </Dialog>
  )
}
