import { expect, test } from 'vitest'
import { dark, light, tones } from './theme.ts'

/** WCAG 2.2 relative luminance and contrast. */
const luminance = (hex: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string) => {
  const [hi = 0, lo = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (hi + 0.05) / (lo + 0.05)
}

test.each(Object.entries({ light, dark }))('every text of the %s palette can be read on each ground it stands on', (_, p) => {
  const pairs: [string, string, string][] = []
  for (const ground of ['ground', 'surface', 'sunken', 'raised', 'hover', 'internal', 'accentSoft'] as const) {
    pairs.push(['text', ground, contrast(p.text, p[ground]).toFixed(2)])
    pairs.push(['dim', ground, contrast(p.dim, p[ground]).toFixed(2)])
    if (ground !== 'internal') pairs.push(['accent', ground, contrast(p.accent, p[ground]).toFixed(2)])
  }
  pairs.push(['onAccent', 'accent', contrast(p.onAccent, p.accent).toFixed(2)], ['onAccent', 'hover', contrast(p.onAccent, p.accentHover).toFixed(2)])
  for (const tone of tones)
    for (const ground of [p.state[tone].soft, p.surface, p.ground, p.raised])
      pairs.push([tone, ground, contrast(p.state[tone].text, ground).toFixed(2)])
  expect(pairs.filter(([, , ratio]) => Number(ratio) < 4.5)).toEqual([])
})

test.each(Object.entries({ light, dark }))('the edge of what can be filled in is visible in the %s palette', (_, p) => {
  expect(contrast(p.edge, p.surface)).toBeGreaterThanOrEqual(3)
  expect(contrast(p.edge, p.raised)).toBeGreaterThanOrEqual(3)
})

test.each(Object.entries({ light, dark }))('every line of a graph can be seen in the %s palette, and is not another one', (_, p) => {
  for (const ground of ['surface', 'ground', 'raised'] as const)
    expect(p.graph.map((line) => [line, contrast(line, p[ground]).toFixed(2)]).filter(([, ratio]) => Number(ratio) < 3)).toEqual([])
  expect(new Set(p.graph).size).toBe(p.graph.length)
  expect(light.graph.length).toBe(dark.graph.length)
})
