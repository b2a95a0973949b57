import { type KeyboardEvent, useId, useState } from 'react'

import { Button } from '@/components/button'
import styles from '@/features/trace/components/profile.module.css'
import { messages } from '@/features/trace/messages'
import { placeOf } from '@/features/trace/paths'
import { type Direction, neighbour, type TreeNode, within } from '@/features/trace/profile-model'
import { formatExecutionTime, formatFraction } from '@/lib/format/number'
import { onStepColor, stepColor, timeScale } from '@/lib/theme/sequential-scale'

const ROW_PX = 22
// Thinner than a hair.
const SHARE_MIN = 0.001

const DIRECTIONS: Partial<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

interface FlameChartProps {
  tree: readonly TreeNode[]
  profileCount: number
  endpoint: string
}

/** Each line as wide as its share of the time, below the line that called it. The table has the same in words. */
export function FlameChart({ tree, profileCount, endpoint }: FlameChartProps) {
  const id = useId()
  const [currentKey, setCurrentKey] = useState<string>()
  const [rootKey, setRootKey] = useState<string>()
  // New data may be without them.
  const root = tree.find(({ key }) => key === rootKey)
  const current = tree.find(({ key }) => key === currentKey) ?? root ?? tree[0]
  const start = root?.start ?? 0
  const whole = root?.share ?? 1
  const frames = (root === undefined ? tree : within(tree, root)).filter(
    ({ share }) => share / whole >= SHARE_MIN,
  )
  const top = root?.depth ?? 0
  const rows = Math.max(...frames.map(({ depth }) => depth - top)) + 1
  const scale = timeScale(tree.map(({ self_ms: self }) => self))

  function onKeyDown(event: KeyboardEvent): void {
    const direction = DIRECTIONS[event.key]
    if (direction !== undefined && current !== undefined) {
      const next = neighbour(current, direction)
      if (next !== undefined && frames.includes(next)) setCurrentKey(next.key)
    } else if (event.key === 'Enter') setRootKey(current?.key)
    else if (event.key === 'Escape' && root !== undefined) setRootKey(undefined)
    else return
    event.preventDefault()
  }

  return (
    <div className={styles.flame}>
      <div
        className={styles.frames}
        style={{ height: `${rows * ROW_PX}px` }}
        role="listbox"
        tabIndex={0}
        aria-label={messages.flameLabel(endpoint)}
        aria-activedescendant={current === undefined ? undefined : `${id}-${current.id}`}
        onKeyDown={onKeyDown}
      >
        {frames.map((node) => {
          const step = scale.stepOf(node.self_ms)
          return (
            // The list has the keyboard: its arrow keys reach every frame.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={node.id}
              id={`${id}-${node.id}`}
              role="option"
              aria-selected={node === current}
              aria-label={inWords(node, profileCount)}
              className={styles.frame}
              data-current={node === current}
              title={inWords(node, profileCount)}
              style={{
                left: `${((node.start - start) / whole) * 100}%`,
                top: `${(node.depth - top) * ROW_PX}px`,
                width: `${Math.min(node.share / whole, 1) * 100}%`,
                height: `${ROW_PX}px`,
                background: stepColor(step),
                color: onStepColor(step),
              }}
              onClick={() => {
                setCurrentKey(node.key)
                setRootKey(node.key === rootKey ? undefined : node.key)
              }}
            >
              {node.code}
            </div>
          )
        })}
      </div>
      <div className={styles.details}>
        {current !== undefined && (
          <p>
            <code>{current.code}</code> <span className={styles.help}>{placeOf(current)}</span>
            <br />
            {formatFraction(current.share)}, {formatExecutionTime(current.total_ms / profileCount)}
          </p>
        )}
        {root !== undefined && (
          <Button
            variant="quiet"
            onClick={() => {
              setRootKey(undefined)
            }}
          >
            {messages.showWhole}
          </Button>
        )}
      </div>
      <p className={styles.help}>{messages.flameHelp}</p>
    </div>
  )
}

function inWords(node: TreeNode, profileCount: number): string {
  return messages.flameNode(
    node.code,
    formatFraction(node.share),
    formatExecutionTime(node.total_ms / profileCount),
    formatExecutionTime(node.self_ms / profileCount),
  )
}
