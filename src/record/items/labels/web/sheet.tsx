/** One page of labels, drawn in millimetres: the same for the preview and for paper. */
import { memo } from 'react'
import type { LabelChoice, Labelled } from '../contract.ts'
import { type Drawing, drawingOf, type Format, type Measure, pageOf, placeOn } from '../rules.ts'
import { barOf, type Code, qrOf } from './codes.ts'

const family = "'Inter Variable', Inter, system-ui, sans-serif"
let canvas: CanvasRenderingContext2D | null = null
/** As the browser will draw it: in a hundred pixels a millimetre, so that hinting plays no part. */
export const measure: Measure = (text, size, bold) => {
  canvas ??= document.createElement('canvas').getContext('2d')
  if (!canvas) return text.length * size * 0.6
  canvas.font = `${bold ? 600 : 400} ${size * 100}px ${family}`
  return canvas.measureText(text).width / 100
}

export interface Drawn {
  item: Labelled
  qr: Code
  bar: Code | undefined
  drawing: Drawing
}
export function drawLabel(format: Format, { codes, lines }: LabelChoice, item: Labelled): Drawn {
  const bar = barOf(item.text)
  const said = lines.map((line) => item[line])
  const drawing = (squares: number) => drawingOf(format, bar ? codes : 'qr', said, { qr: squares, bar: bar?.size ?? 0 }, measure)
  const qr = qrOf(item.address, (size) => (drawing(size).qr?.width ?? 0) / size)
  return { item, bar, qr, drawing: drawing(qr.size) }
}

const Label = memo(({ drawn: { qr, bar, drawing }, x, y }: { drawn: Drawn; x: number; y: number }) => {
  const square = drawing.qr
  const bars = drawing.bar
  return (
    <g transform={`translate(${x} ${y})`} shapeRendering="crispEdges">
      {square && <path d={qr.path} transform={`translate(${square.x} ${square.y}) scale(${square.width / qr.size})`} />}
      {bars && bar && <path d={bar.path} transform={`translate(${bars.x} ${bars.y}) scale(${bars.module} ${bars.height})`} />}
      {drawing.words.map((one) => (
        <text key={one.y} x={one.x} y={one.y} fontSize={one.size} fontWeight={one.bold ? 600 : 400} fontFamily={family}>
          {one.text}
        </text>
      ))}
    </g>
  )
})

interface Props {
  format: Format
  labels: readonly { place: number; one: Drawn }[]
  /** On the screen: where the labels are, and as wide as there is room. */
  preview?: string
}
export function Sheet({ format, labels, preview }: Props) {
  const page = pageOf(format)
  const size = preview ? { width: '100%' } : { width: `${page.width}mm`, height: `${page.height}mm` }
  return (
    <svg
      {...size}
      viewBox={`0 0 ${page.width} ${page.height}`}
      role="img"
      aria-label={preview ?? labels.map(({ one }) => one.item.name).join(', ')}
      fill="#000"
      style={{ display: 'block', background: '#fff' }}
    >
      {labels.map(({ place, one }) => {
        const box = placeOn(format, place)
        return (
          <g key={one.item.id}>
            {preview && <rect {...box} rx={1.5} fill="none" stroke="#c9ced6" strokeWidth={0.2} />}
            <Label drawn={one} x={box.x} y={box.y} />
          </g>
        )
      })}
    </svg>
  )
}
