import { useState } from 'react'

import { ScrollingTable } from '@/components/table'
import styles from '@/features/trace/components/profile.module.css'
import { messages } from '@/features/trace/messages'
import { placeOf } from '@/features/trace/paths'
import { initiallyOpen, type TreeNode, visibleNodes } from '@/features/trace/profile-model'
import { formatExecutionTime, formatFraction } from '@/lib/format/number'

const INDENT_REM = 0.75

interface ProfileTableProps {
  tree: readonly TreeNode[]
  profileCount: number
}

/** Lines of code below those that called them; a line opens and closes what it called. */
export function ProfileTable({ tree, profileCount }: ProfileTableProps) {
  // What a user opened or closed, against how it is at first: new data keeps it.
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set())
  const open = openNodes(tree, changed)
  const { profileColumns: columns } = messages

  function toggle(node: TreeNode): void {
    const { key } = node
    setChanged(
      (before) => new Set(before.has(key) ? [...before].filter((each) => each !== key) : [...before, key]),
    )
  }

  return (
    <ScrollingTable
      label={messages.kinds.profile.title}
      className={styles.table}
      head={
        <>
          <th scope="col">{columns.code}</th>
          <th scope="col">{columns.share}</th>
          <th scope="col">{columns.perCall}</th>
          <th scope="col">{columns.self}</th>
          <th scope="col">{columns.count}</th>
        </>
      }
    >
      {visibleNodes(tree, open).map((node) => (
        <tr key={node.id}>
          <th scope="row" aria-label={node.code} style={{ paddingLeft: `${node.depth * INDENT_REM}rem` }}>
            <CodeCell node={node} isOpen={open.has(node.id)} onToggle={toggle} />
          </th>
          <td>
            <span className={styles.share}>
              <span className={styles.track}>
                <span className={styles.bar} style={{ width: `${node.share * 100}%` }} />
              </span>
              <span className={styles.percent}>{formatFraction(node.share)}</span>
            </span>
          </td>
          <td>{formatExecutionTime(node.total_ms / profileCount)}</td>
          <td>{formatExecutionTime(node.self_ms / profileCount)}</td>
          <td>{messages.inCalls(node.count, profileCount)}</td>
        </tr>
      ))}
    </ScrollingTable>
  )
}

interface CodeCellProps {
  node: TreeNode
  isOpen: boolean
  onToggle: (node: TreeNode) => void
}

function CodeCell({ node, isOpen, onToggle }: CodeCellProps) {
  return (
    <span className={styles.line}>
      {node.children.length > 0 ? (
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-label={messages.expand(node.code)}
          onClick={() => {
            onToggle(node)
          }}
        />
      ) : (
        <span className={styles.leaf} />
      )}
      <span className={styles.text}>
        <code>{node.code}</code>
        <span className={styles.place} title={node.file}>
          {placeOf(node)}
        </span>
      </span>
    </span>
  )
}

function openNodes(tree: readonly TreeNode[], changed: ReadonlySet<string>): ReadonlySet<number> {
  const first = initiallyOpen(tree)
  return new Set(tree.filter((node) => first.has(node.id) !== changed.has(node.key)).map(({ id }) => id))
}
