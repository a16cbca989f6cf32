/** ExportMetricsServiceRequest as protobuf. https://github.com/open-telemetry/opentelemetry-proto: metrics/v1/metrics.proto, common/v1/common.proto */
import { textIn } from './labels.ts'
import { type Attributes, emptyMetric, emptyPoint, kinds, type Metric, mostDeep, type Point, type Resource } from './otlpshape.ts'
import { refuse } from './refused.ts'
import { Wire } from './wire.ts'

type Read = (tag: number, end: number) => boolean
/** Field after field; `read` says whether it took it. */
function fields(wire: Wire, end: number, read: Read): void {
  while (wire.at < end) {
    const tag = wire.varint()
    if (!read(tag, end)) wire.skip(tag, end)
  }
  if (wire.at > end) refuse('broken')
}
/** Counted before it is made. */
const keep = <T>(wire: Wire, list: T[], one: () => T): void => {
  wire.part()
  list.push(one())
}
/** A message within. */
const within = (wire: Wire, end: number, read: (to: number) => void): true => {
  const to = wire.ends(end)
  read(to)
  if (wire.at !== to) refuse('broken')
  return true
}
const text = (wire: Wire, end: number): string => {
  const to = wire.ends(end)
  const found = textIn(wire.bytes, wire.at, to)
  wire.at = to
  return found
}

export function resourcesIn(bytes: Uint8Array): Resource[] {
  const wire = new Wire(bytes)
  const all: Resource[] = []
  fields(wire, bytes.length, (tag, end) => tag === 0x0a && within(wire, end, (to) => keep(wire, all, () => resource(wire, to))))
  return all
}
function resource(wire: Wire, end: number): Resource {
  const attributes: Attributes = []
  const metrics: Metric[] = []
  fields(wire, end, (tag, to) => {
    if (tag === 0x0a)
      return within(wire, to, (last) =>
        fields(wire, last, (inner, stop) => inner === 0x0a && within(wire, stop, (at) => attribute(wire, at, attributes))),
      )
    if (tag !== 0x12) return false
    return within(wire, to, (last) =>
      fields(wire, last, (inner, stop) => inner === 0x12 && within(wire, stop, (at) => keep(wire, metrics, () => metric(wire, at)))),
    )
  })
  return { attributes, metrics }
}
function attribute(wire: Wire, end: number, attributes: Attributes): void {
  wire.part()
  let key = ''
  let value: unknown
  fields(wire, end, (tag, to) => {
    if (tag === 0x0a) key = text(wire, to)
    else if (tag === 0x12) within(wire, to, (last) => (value = anyValue(wire, last, 0)))
    else return false
    return true
  })
  attributes.push([key, typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)])
}
/** As JSON would have it: what is put together of more than one becomes a text of it. */
function anyValue(wire: Wire, end: number, deep: number): unknown {
  if (deep > mostDeep) return refuse('broken')
  let value: unknown
  fields(wire, end, (tag, to) => {
    if (tag === 0x0a) value = text(wire, to)
    else if (tag === 0x10) value = wire.varint() !== 0
    else if (tag === 0x18) value = wire.int64()
    else if (tag === 0x21) value = wire.double(to)
    else if (tag === 0x2a || tag === 0x32) within(wire, to, (last) => (value = many(wire, last, tag === 0x32, deep + 1)))
    else if (tag === 0x3a) {
      const last = wire.ends(to)
      value = Buffer.from(wire.bytes.subarray(wire.at, last)).toString('base64')
      wire.at = last
    } else return false
    return true
  })
  return value
}
function many(wire: Wire, end: number, keyed: boolean, deep: number): unknown {
  const list: unknown[] = []
  const named: Record<string, unknown> = Object.create(null)
  const one = (last: number) => {
    wire.part()
    if (!keyed) return list.push(anyValue(wire, last, deep))
    let key = ''
    let value: unknown
    fields(wire, last, (tag, to) => {
      if (tag === 0x0a) key = text(wire, to)
      else if (tag === 0x12) within(wire, to, (stop) => (value = anyValue(wire, stop, deep)))
      else return false
      return true
    })
    named[key] = value
    return undefined
  }
  fields(wire, end, (tag, to) => tag === 0x0a && within(wire, to, one))
  return keyed ? named : list
}

const kindOf: Readonly<Record<number, (typeof kinds)[number]>> = { 42: kinds[0], 58: kinds[1], 74: kinds[2], 82: kinds[3], 90: kinds[4] }
function metric(wire: Wire, end: number): Metric {
  const found = emptyMetric()
  fields(wire, end, (tag, to) => {
    const kind = kindOf[tag]
    if (tag === 0x0a) found.name = text(wire, to)
    else if (tag === 0x1a) found.unit = text(wire, to)
    else if (kind) {
      found.kind = kind
      within(wire, to, (last) => points(wire, last, found, readers[kind]))
    } else return false
    return true
  })
  return found
}
type PointRead = (wire: Wire, point: Point, tag: number, end: number) => boolean
function points(wire: Wire, end: number, found: Metric, read: PointRead): void {
  fields(wire, end, (tag, to) => {
    if (tag === 0x10) found.temporality = wire.varint()
    else if (tag === 0x18) found.monotonic = wire.varint() !== 0
    else if (tag === 0x0a)
      within(wire, to, (last) => {
        wire.part()
        const point = emptyPoint()
        fields(wire, last, (inner, stop) => common(wire, point, inner, stop) || read(wire, point, inner, stop))
        found.points.push(point)
      })
    else return false
    return true
  })
}
const whole = (value: bigint): number => Number(value)
/** Field 3 is the moment in each of them. */
function common(wire: Wire, point: Point, tag: number, end: number): boolean {
  if (tag !== 0x19) return false
  point.at = Math.floor(whole(wire.fixed64(end)) / 1e6)
  return true
}
function attributesAt(wire: Wire, point: Point, end: number): boolean {
  return within(wire, end, (to) => attribute(wire, to, point.attributes))
}
const flags = (wire: Wire, point: Point): boolean => {
  point.none = (wire.varint() & 1) === 1
  return true
}
const counted = (wire: Wire, point: Point, tag: number, end: number): boolean => {
  if (tag === 0x21) point.count = whole(wire.fixed64(end))
  else if (tag === 0x29) point.sum = wire.double(end)
  else return false
  return true
}
const number: PointRead = (wire, point, tag, end) => {
  if (tag === 0x3a) return attributesAt(wire, point, end)
  if (tag === 0x40) return flags(wire, point)
  if (tag === 0x21) point.value = wire.double(end)
  else if (tag === 0x31) point.value = whole(BigInt.asIntN(64, wire.fixed64(end)))
  else return false
  return true
}
const numbers = (wire: Wire, end: number, one: () => number): number[] => {
  const found: number[] = []
  within(wire, end, (to) => {
    while (wire.at < to) keep(wire, found, one)
  })
  return found
}
const readers: Readonly<Record<(typeof kinds)[number], PointRead>> = {
  gauge: number,
  sum: number,
  histogram(wire, point, tag, end) {
    if (tag === 0x4a) return attributesAt(wire, point, end)
    if (tag === 0x50) return flags(wire, point)
    if (tag === 0x32) point.buckets = numbers(wire, end, () => whole(wire.fixed64(end)))
    else if (tag === 0x3a) point.bounds = numbers(wire, end, () => wire.double(end))
    else return counted(wire, point, tag, end)
    return true
  },
  exponentialHistogram(wire, point, tag, end) {
    if (tag === 0x0a) return attributesAt(wire, point, end)
    return tag === 0x50 ? flags(wire, point) : counted(wire, point, tag, end)
  },
  summary(wire, point, tag, end) {
    if (tag === 0x3a) return attributesAt(wire, point, end)
    if (tag === 0x40) return flags(wire, point)
    if (tag !== 0x32) return counted(wire, point, tag, end)
    const pair = { 9: 0, 17: 0 }
    within(wire, end, (to) =>
      fields(wire, to, (inner, stop) => {
        if (inner !== 0x09 && inner !== 0x11) return false
        pair[inner] = wire.double(stop)
        return true
      }),
    )
    keep(wire, point.quantiles, () => [pair[0x09], pair[0x11]] as const)
    return true
  },
}
