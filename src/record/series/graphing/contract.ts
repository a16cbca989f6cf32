/** A graph: columns of values on one grid, from a PromQL expression. */
import * as z from 'zod'
import { contract, Id, Instant } from '#platform/contract.ts'
import { Labels } from '../contract.ts'

/** More lines nobody tells apart. */
export const mostLines = 50
const Line = z.object({
  labels: Labels,
  item: z
    .object({ id: Id, number: z.string(), name: z.string() })
    .nullable()
    .describe('What it is about, when all that it is made of is about one item'),
  values: z.array(z.number().nullable()).describe('One for each moment of the grid; null: nothing was measured, or it is no number'),
})
export type Line = z.infer<typeof Line>
export const Graph = z.object({
  from: Instant,
  step: z.int().describe('Seconds between two moments'),
  count: z.int(),
  lines: z.array(Line),
  more: z.boolean().describe('There are more lines than are answered'),
})
export type Graph = z.infer<typeof Graph>

export const seriesGraphing = contract({
  graph: {
    method: 'GET',
    path: '/api/series/graph',
    may: 'series.read',
    summary: 'What a PromQL expression is worth over a span, on a grid of about so many moments. Over a month it is read from 5 minutes or hours',
    query: z.object({
      query: z.string().trim().min(1).max(8000),
      from: Instant,
      to: Instant,
      points: z.coerce.number().int().min(2).max(2000).default(400),
      lines: z.coerce.number().int().min(1).max(mostLines).default(mostLines),
      item: Id.optional().describe('Only of series of this item'),
      location: Id.optional().describe('Only of series of items there, or anywhere inside it; at most 2,000 items'),
      kind: z.string().max(40).optional().describe('Only of series of items of this kind; at most 2,000 items'),
    }),
    reply: Graph,
    fails: { 'series.graph.wrong': 400, 'series.graph.span': 400, 'series.graph.busy': 503 },
  },
  ofItem: {
    method: 'GET',
    path: '/api/series/items/{id}',
    may: 'series.read',
    summary: 'What is measured of an item: names, with how many series each has',
    params: z.object({ id: Id }),
    reply: z.object({ items: z.array(z.object({ name: z.string(), series: z.int(), labels: z.array(z.string()) })) }),
  },
})
