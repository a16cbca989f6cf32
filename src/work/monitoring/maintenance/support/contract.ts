/** Until when what is in use is supported by its maker, and the data that says so. */
import * as z from 'zod'
import { contract, event, Id, Paging, page } from '#platform/contract.ts'
import { Day, ItemRef } from '#record/items/contract.ts'

/** A day; true: it is over, nobody says since when; false: no end is known, or there is none. */
const End = z.union([Day, z.boolean()])
const Slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9][a-z0-9.-]*$/)
  .describe('Name of the product at endoflife.date')
/** One release of a product, as endoflife.date's public API has it; what else stands in it is left. */
export const Cycle = z.object({
  cycle: z.union([z.string().trim().min(1).max(60), z.number().transform(String)]).describe('Version, or version and edition'),
  eol: End.describe('End of security support'),
  support: End.optional().describe('End of active support'),
  extendedSupport: End.optional().describe('End of what can be had after that, often for money'),
  latest: z.string().max(100).optional().describe('Newest version; of Windows the build'),
})
export type Cycle = z.output<typeof Cycle>
export const Cycles = z.array(Cycle).min(1).max(500)
/** A file of endoflife.date: the cycles of one product, or of many by their names. */
export const SupportFile = z.union([Cycles, z.record(Slug, Cycles)])

const About = z.enum(['os', 'software'])
export const Standing = z.object({
  product: z.string(),
  label: z.string(),
  cycle: z.string(),
  about: About,
  until: Day.nullable().describe('Last day of support; null: no end is known'),
  extendedUntil: Day.nullable(),
})
export type Standing = z.infer<typeof Standing>
const Ends = Standing.extend({ items: z.int().describe('How many have it') })
export type Ends = z.infer<typeof Ends>
const Data = z.object({
  product: z.string(),
  label: z.string(),
  page: z.string().nullable().describe('Where the maker says so; null: of what was brought'),
  dated: Day.describe('How old the data is'),
  brought: z.boolean().describe('By the organisation itself; else as it came with Spil'),
  cycles: z.int(),
})
export type Data = z.infer<typeof Data>
export const Changed = z.object({
  product: z.string(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.object({ cycle: z.string(), was: End, now: End })),
})
export type Changed = z.infer<typeof Changed>

const notFound = { 'platform.notFound': 404 } as const
const here = z.object({ organisationId: Id })
export const monitoringSupport = contract({
  ending: {
    method: 'GET',
    path: '/api/monitoring/support',
    may: 'monitoring.read',
    summary: 'What is in use of which the support ended or ends within so many days, soonest first, each with on how many items; at most 500',
    query: here.extend({ days: z.coerce.number().int().min(0).max(3660).default(180) }),
    reply: z.object({ items: z.array(Ends), known: z.int().describe('Of so many items it is known what they run') }),
    fails: notFound,
  },
  endingItems: {
    method: 'GET',
    path: '/api/monitoring/support/items',
    may: 'monitoring.read',
    summary: 'Items with one release of a product, by number',
    query: Paging.extend({ ...here.shape, product: Slug, cycle: z.string().max(60) }),
    reply: page(z.object({ item: z.object({ id: Id, number: z.string(), name: z.string() }), found: z.string().describe('As it was observed') })),
    fails: notFound,
  },
  itemSupport: {
    method: 'GET',
    path: '/api/monitoring/items/{id}/support',
    may: 'monitoring.read',
    summary: 'Until when what an item runs is supported, soonest first',
    params: z.object({ id: ItemRef }),
    reply: z.object({ items: z.array(Standing.extend({ found: z.string() })) }),
    fails: notFound,
  },
  supportData: {
    method: 'GET',
    path: '/api/monitoring/support/data',
    may: 'monitoring.read',
    summary: 'Of which products it is known until when they are supported, from when that is, and where it comes from',
    query: here,
    reply: z.object({ items: z.array(Data) }),
    fails: notFound,
  },
  bringSupport: {
    method: 'POST',
    path: '/api/monitoring/support/data',
    may: 'monitoring.configure',
    summary: 'Brings newer data, as endoflife.date gives it: it replaces, per product, what came before. Tells what is different',
    body: z.object({
      ...here.shape,
      dated: Day.describe('When the file was made'),
      product: Slug.optional().describe('Of which product, where the file is of one'),
      file: SupportFile,
    }),
    reply: z.object({ items: z.array(Changed) }),
    status: 200,
    fails: { ...notFound, 'monitoring.support.whichProduct': 400, 'monitoring.support.tooMany': 400, 'monitoring.support.older': 409 },
    maxBytes: 4_000_000,
  },
  dropSupport: {
    method: 'DELETE',
    path: '/api/monitoring/support/data/{product}',
    may: 'monitoring.configure',
    summary: 'Goes back to what came with Spil of a product',
    params: z.object({ product: Slug }),
    query: here,
    reply: z.undefined(),
    status: 204,
    fails: notFound,
  },
})
export const supportBrought = event(
  'monitoring.supportBrought',
  z.object({ organisationId: Id, products: z.array(z.string()), what: z.enum(['brought', 'dropped']) }),
)
