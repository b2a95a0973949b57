export const MARK_COLORS = 8
export const MARK_SHAPES = ['square', 'circle', 'diamond', 'triangle'] as const

export interface EndpointMark {
  color: string
  shape: (typeof MARK_SHAPES)[number]
}

// FNV-1a, 32 bits, with its high bits folded in: the same in every browser and release.
const OFFSET_BASIS = 0x811c9dc5
const PRIME = 0x01000193

/**
 * How an endpoint is marked, by its name alone: the same on every page, whatever else is shown. Eyes that are
 * colour-blind tell eight colours apart and not many more, so the shape helps.
 */
export function endpointMark(name: string): EndpointMark {
  let hash = OFFSET_BASIS
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, PRIME)
  const folded = (hash ^ (hash >>> 15)) >>> 0
  const shape = MARK_SHAPES[Math.floor(folded / MARK_COLORS) % MARK_SHAPES.length] ?? 'square'
  return { color: `var(--series-${(folded % MARK_COLORS) + 1})`, shape }
}
