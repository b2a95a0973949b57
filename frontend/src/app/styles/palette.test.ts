import { describe, expect, it } from 'vitest'

import css from '@/app/styles/tokens.css?raw'
import { endpointMark, MARK_COLORS, MARK_SHAPES } from '@/lib/theme/endpoint-mark'
import { SCALE_STEPS } from '@/lib/theme/sequential-scale'

type Rgb = [number, number, number]
type Matrix = [Rgb, Rgb, Rgb]

const IDENTITY: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]

// Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
const EYES: Record<string, Matrix> = {
  normal: IDENTITY,
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

// Some 0.02 in OKLab is just noticeable side by side; marks stand apart and are small.
const DISTANCE_MIN = 0.12
// Cells touch each other, and a legend names the steps.
const STEP_DISTANCE_MIN = 0.05
// WCAG 2.2, 1.4.11, for graphics and 1.4.3 for text.
const GRAPHICS_CONTRAST_MIN = 3
const TEXT_CONTRAST_MIN = 4.5

const THEMES = ['light', 'dark'] as const

function token(name: string, theme: (typeof THEMES)[number]): Rgb {
  const match = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)
  const hex = match?.[theme === 'light' ? 1 : 2]
  if (hex === undefined) throw new Error(`--${name} is not in tokens.css`)
  return [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255)) as Rgb
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}

function times(matrix: Matrix, vector: Rgb): Rgb {
  return matrix.map((row) => row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2]) as Rgb
}

function oklab(rgb: Rgb): Rgb {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map((channel) => Math.min(Math.max(channel, 0), 1)) as Rgb,
  )
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones.map(Math.cbrt) as Rgb,
  )
}

function seenBy(eyes: string, color: Rgb): Rgb {
  return oklab(times(EYES[eyes] ?? IDENTITY, color))
}

function distance(one: Rgb, other: Rgb): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])
}

function contrast(one: Rgb, other: Rgb): number {
  const [light = 0, dark = 0] = [one, other].map(luminance).sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

describe.each(THEMES)('the colours of the %s theme', (theme) => {
  const series = Array.from({ length: MARK_COLORS }, (_, index) => token(`series-${index + 1}`, theme))
  const steps = Array.from({ length: SCALE_STEPS }, (_, index) => token(`scale-${index + 1}`, theme))

  it.each(Object.keys(EYES))('tell endpoints apart for %s eyes', (eyes) => {
    const seen = series.map((color) => seenBy(eyes, color))
    const distances = seen.flatMap((one, index) => seen.slice(index + 1).map((other) => distance(one, other)))
    expect(Math.min(...distances)).toBeGreaterThan(DISTANCE_MIN)
  })

  it.each(Object.keys(EYES))(
    'rise step by step from the page to the end of the scale for %s eyes',
    (eyes) => {
      const seen = [token('sunken', theme), ...steps].map((color) => seenBy(eyes, color))
      const rises = seen.slice(1).map((one, index) => distance(one, seen[index] ?? one))
      expect(Math.min(...rises)).toBeGreaterThan(STEP_DISTANCE_MIN)
      // Light is what every eye sees, and what a print keeps.
      const lightness = seen.map(([light]) => light)
      const rising = theme === 'light' ? [...lightness].reverse() : lightness
      expect(rising).toEqual([...rising].sort((a, b) => a - b))
    },
  )

  it('make numbers readable on every step of the scale', () => {
    for (const [index, step] of steps.entries()) {
      expect(contrast(token(`on-scale-${index + 1}`, theme), step)).toBeGreaterThan(TEXT_CONTRAST_MIN)
    }
  })

  it('stand out from the page', () => {
    const background = token('background', theme)
    for (const color of [...series, token('accent', theme), token('line-strong', theme)]) {
      expect(contrast(color, background)).toBeGreaterThan(GRAPHICS_CONTRAST_MIN)
    }
  })

  it.each([
    ['text', 'background'],
    ['text', 'sunken'],
    ['text-muted', 'background'],
    ['text-muted', 'surface'],
    ['text-muted', 'sunken'],
    ['text-muted', 'alarm-surface'],
    ['accent', 'background'],
    ['on-accent', 'accent'],
    ['alarm', 'background'],
    ['text', 'alarm-surface'],
    ['waiting', 'background'],
  ])('make %s readable on %s', (text, background) => {
    expect(contrast(token(text, theme), token(background, theme))).toBeGreaterThan(TEXT_CONTRAST_MIN)
  })
})

describe('the mark of an endpoint', () => {
  it('depends on nothing but its name, today and tomorrow', () => {
    expect(endpointMark('shop.index')).toEqual({ color: 'var(--series-1)', shape: 'square' })
    expect(endpointMark('shop.search')).toEqual({ color: 'var(--series-7)', shape: 'circle' })
  })

  it('uses every colour and shape about equally', () => {
    const counts = new Map<string, number>()
    for (let index = 0; index < 3200; index += 1) {
      const { color, shape } = endpointMark(`blueprint.view_${index}`)
      counts.set(color + shape, (counts.get(color + shape) ?? 0) + 1)
    }
    expect(counts.size).toBe(MARK_COLORS * MARK_SHAPES.length)
    expect(Math.min(...counts.values())).toBeGreaterThan(50)
    expect(Math.max(...counts.values())).toBeLessThan(200)
  })
})
