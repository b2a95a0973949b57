import axe from 'axe-core'
import { expect } from 'vitest'

/** Fails for what axe finds. Contrast needs layout and is checked in palette.test.ts. */
export async function expectAccessible(container: Element): Promise<void> {
  const { violations } = await axe.run(container, { rules: { 'color-contrast': { enabled: false } } })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}
