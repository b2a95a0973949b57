import type { Profile, ProfileNode } from '@/lib/api/models'

/** A line of code in the tree of what called it. */
export interface TreeNode extends ProfileNode {
  id: number
  /** The same for the same line in other data. */
  key: string
  parent: TreeNode | undefined
  children: TreeNode[]
  /** Where its time begins, as a part of all the time: after that of the lines before it. */
  start: number
}

/** The nodes as the API lists them, each before what it called, with their parents and children. */
export function treeOf({ nodes }: Pick<Profile, 'nodes'>): TreeNode[] {
  const path: TreeNode[] = []
  let rootEnd = 0
  return nodes.map((node, id) => {
    path.length = Math.min(path.length, node.depth)
    const parent = path.at(-1)
    const before = parent?.children.at(-1)
    const start = before === undefined ? (parent?.start ?? rootEnd) : before.start + before.share
    const own = `${node.file} ${node.function} ${node.code}`
    const key = parent === undefined ? own : `${parent.key}\n${own}`
    const made: TreeNode = { ...node, id, key, parent, children: [], start }
    if (parent === undefined) rootEnd = start + node.share
    else parent.children.push(made)
    path.push(made)
    return made
  })
}

// Lines below this are there to be opened.
const OPEN_SHARE = 0.1

/** What is open at first: the way to where the time goes. */
export function initiallyOpen(tree: readonly TreeNode[]): ReadonlySet<number> {
  return new Set(tree.filter(({ share }) => share >= OPEN_SHARE).map(({ id }) => id))
}

/** The nodes all of whose callers are open. */
export function visibleNodes(tree: readonly TreeNode[], open: ReadonlySet<number>): TreeNode[] {
  const shown = new Set<number>()
  return tree.filter(({ id, parent }) => {
    const isShown = parent === undefined || (shown.has(parent.id) && open.has(parent.id))
    if (isShown) shown.add(id)
    return isShown
  })
}

/** The node and all that it called. */
export function within(tree: readonly TreeNode[], root: TreeNode): TreeNode[] {
  const end = tree.findIndex(({ id, depth }) => id > root.id && depth <= root.depth)
  return tree.slice(root.id, end === -1 ? undefined : end)
}

export type Direction = 'up' | 'down' | 'left' | 'right'

/** The neighbour in a flame chart: down is what called less of the picture, deeper into the code. */
export function neighbour(node: TreeNode, direction: Direction): TreeNode | undefined {
  const siblings = node.parent?.children ?? [node]
  const place = siblings.indexOf(node)
  switch (direction) {
    case 'up':
      return node.parent
    case 'down':
      return node.children[0]
    case 'left':
      return siblings[place - 1]
    case 'right':
      return siblings[place + 1]
  }
}
