/** What happened, drawn over a graph: spans under the lines, moments and limits over them. */
import type uPlot from 'uplot'
import type { Colours, Drawing } from './graphShapes.ts'

const strip = 3
/** Spans: a soft ground from top to bottom, with a strip on top that stays to be seen where two lie over each other. */
export function underlay(u: uPlot, { events, picture }: Drawing, colours: Colours): void {
  const { ctx, bbox } = u
  const dots = devicePixelRatio
  ctx.save()
  for (const { at, until, tone } of events) {
    if (until === undefined) continue
    const [begin, end] = [Math.max(at / 1000, picture.from), Math.min(until === null ? picture.to : until / 1000, picture.to)]
    if (end < picture.from || begin > picture.to) continue
    const left = u.valToPos(begin, 'x', true)
    const width = Math.max(dots, u.valToPos(end, 'x', true) - left)
    ctx.globalAlpha = 0.7
    ctx.fillStyle = colours.of(`${tone}-soft`)
    ctx.fillRect(left, bbox.top, width, bbox.height)
    ctx.globalAlpha = 1
    ctx.fillStyle = colours.of(tone)
    ctx.fillRect(left, bbox.top, width, strip * dots)
  }
  ctx.restore()
}

/** Moments as a line with a mark at its foot, limits as a line across with their name. */
export function overlay(u: uPlot, { events, picture, thresholds, format }: Drawing, colours: Colours): void {
  const { ctx, bbox } = u
  const dots = devicePixelRatio
  const foot = bbox.top + bbox.height
  ctx.save()
  ctx.lineWidth = dots
  for (const { at, until, tone } of events) {
    if (until !== undefined || at / 1000 < picture.from || at / 1000 > picture.to) continue
    const x = Math.round(u.valToPos(at / 1000, 'x', true))
    ctx.strokeStyle = ctx.fillStyle = colours.of(tone)
    ctx.setLineDash([3 * dots, 3 * dots])
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, foot)
    ctx.stroke()
    ctx.beginPath()
    ctx.moveTo(x, foot - 7 * dots)
    ctx.lineTo(x + 5 * dots, foot)
    ctx.lineTo(x - 5 * dots, foot)
    ctx.fill()
  }
  ctx.font = `${11 * dots}px 'Inter Variable', system-ui, sans-serif`
  ctx.textAlign = 'left'
  ctx.setLineDash([6 * dots, 4 * dots])
  // Words that would stand on those of another limit are left out: the line stands at its value all the same.
  const written: number[] = []
  for (const { value, tone, label } of thresholds) {
    const y = Math.round(u.valToPos(value, 'y', true))
    if (y < bbox.top || y > foot) continue
    ctx.strokeStyle = ctx.fillStyle = colours.of(tone)
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
    ctx.stroke()
    if (written.some((other) => Math.abs(other - y) < 14 * dots)) continue
    written.push(y)
    const below = y < bbox.top + 16 * dots
    ctx.textBaseline = below ? 'top' : 'bottom'
    ctx.fillText(label ?? format(value), bbox.left + 4 * dots, below ? y + 3 * dots : y - 2 * dots)
  }
  ctx.restore()
}
