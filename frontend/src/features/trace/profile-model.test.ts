import { describe, expect, it } from 'vitest'

import { initiallyOpen, neighbour, treeOf, visibleNodes, within } from '@/features/trace/profile-model'
import { makeProfileNode } from '@/testing/trace-factories'

const TREE = treeOf({
  nodes: [
    makeProfileNode({ code: 'def cart()', depth: 0, share: 1 }),
    makeProfileNode({ code: 'find()', depth: 1, share: 0.6 }),
    makeProfileNode({ code: 'query()', depth: 2, share: 0.5 }),
    makeProfileNode({ code: 'draw()', depth: 1, share: 0.04 }),
    makeProfileNode({ code: 'escape()', depth: 2, share: 0.03 }),
  ],
})
const codes = (nodes: readonly { code: string }[]) => nodes.map(({ code }) => code)

describe('the tree of a profile', () => {
  it('has each line below what called it, and beside what ran before it', () => {
    expect(TREE.map(({ parent }) => parent?.code)).toEqual([
      undefined,
      'def cart()',
      'find()',
      'def cart()',
      'draw()',
    ])
    expect(TREE.map(({ start }) => start)).toEqual([0, 0, 0, 0.6, 0.6])
  })

  it('is open where the time goes', () => {
    expect(codes(visibleNodes(TREE, initiallyOpen(TREE)))).toEqual([
      'def cart()',
      'find()',
      'query()',
      'draw()',
    ])
  })

  it('hides all that a closed line called', () => {
    expect(codes(visibleNodes(TREE, new Set([1, 3])))).toEqual(['def cart()'])
  })

  it('has parts', () => {
    const [, find, , draw] = TREE
    expect(find && codes(within(TREE, find))).toEqual(['find()', 'query()'])
    expect(draw && codes(within(TREE, draw))).toEqual(['draw()', 'escape()'])
  })

  it('is walked in four directions', () => {
    const [root, find, query, draw] = TREE
    expect(find && neighbour(find, 'up')).toBe(root)
    expect(find && neighbour(find, 'down')).toBe(query)
    expect(find && neighbour(find, 'right')).toBe(draw)
    expect(draw && neighbour(draw, 'left')).toBe(find)
    expect(root && neighbour(root, 'left')).toBeUndefined()
    expect(root && neighbour(root, 'up')).toBeUndefined()
  })
})
