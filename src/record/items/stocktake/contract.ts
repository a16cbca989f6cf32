/** Stocktakes: what should be there, what was scanned, and what is decided about the differences. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { ItemFilter, Named } from '../contract.ts'
import { Key } from '../kinds/contract.ts'

export const stocktakeStates = ['counting', 'deciding', 'closed'] as const
const StocktakeState = z.enum(stocktakeStates)
export type StocktakeState = z.infer<typeof StocktakeState>
/** What a scan turns out to be. */
export const scanResults = ['found', 'elsewhere', 'unknown', 'outOfScope'] as const
export type ScanResult = (typeof scanResults)[number]
export const differenceKinds = ['missing', 'elsewhere', 'unknown', 'outOfUse', 'outOfScope'] as const
const DifferenceKind = z.enum(differenceKinds)
export type DifferenceKind = z.infer<typeof DifferenceKind>
export const decisionKinds = ['leave', 'state', 'move', 'case', 'make'] as const
const DecisionKind = z.enum(decisionKinds)
export type DecisionKind = z.infer<typeof DecisionKind>

const { kind, tag, owner, supplier, search } = ItemFilter.shape
/** What is counted besides a location. */
export const Scope = z.object({ kind, tag, owner, supplier, search })
export type Scope = z.infer<typeof Scope>

export const Stocktake = z.object({
  id: Id,
  organisationId: Id,
  name: z.string(),
  location: Named.nullable(),
  filter: Scope,
  state: StocktakeState,
  version: z.int(),
  startedAt: Instant,
  startedBy: z.string(),
  countedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  closedBy: z.string().nullable(),
  mayWork: z.boolean(),
})
export type Stocktake = z.infer<typeof Stocktake>
const Counts = z.object({
  expected: z.int(),
  found: z.int().describe('Expected and scanned, wherever it stood'),
  differences: z.int(),
  undecided: z.int(),
})
export const StocktakePage = Stocktake.extend({
  counts: Counts,
  counters: z.array(z.object({ name: z.string(), scans: z.int(), from: Instant, until: Instant })).describe('Who counted, and when'),
})
export type StocktakePage = z.infer<typeof StocktakePage>

export const Expected = z.object({
  id: Id,
  number: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  place: z.string().nullable(),
  path: z.array(Id),
})
export type Expected = z.infer<typeof Expected>
export const NewScan = z.object({
  id: Id.describe('Made by the device; sent again it is the same scan'),
  text: line(500),
  at: Instant.describe('By the clock of the device; the future counts as now'),
  locationId: Id.optional().describe('Where the counter stands, else the location of the stocktake'),
})
export type NewScan = z.infer<typeof NewScan>
export const Scanned = z.object({
  id: Id,
  result: z.enum(scanResults),
  again: z.boolean().describe('It was scanned before, by this or another device'),
  name: z.string().nullable(),
  number: z.string().nullable(),
  place: z.string().nullable().describe('Where it is recorded'),
})
export type Scanned = z.infer<typeof Scanned>

export const Difference = z.object({
  subject: z.string().describe('Id of the item, or ? and an unknown code'),
  difference: DifferenceKind,
  item: z.object({ id: Id, number: z.string(), name: z.string(), code: z.string().nullable(), kind: z.string() }).nullable(),
  place: z.string().nullable().describe('Where it is recorded'),
  seen: z.object({ text: z.string(), at: Instant, by: z.string(), place: z.string().nullable(), times: z.int() }).nullable(),
  decision: z.object({ what: DecisionKind, reason: z.string(), result: z.string().nullable(), by: z.string(), at: Instant }).nullable(),
})
export type Difference = z.infer<typeof Difference>
export const Decide = z.object({
  differences: z
    .array(z.object({ subject: line(502), difference: DifferenceKind }))
    .min(1)
    .max(500),
  what: DecisionKind,
  reason: line(500),
  state: z.string().max(40).optional().describe('With state: which'),
  kind: Key.optional().describe('With make: of which kind'),
  name: line(200).optional().describe('With make: its name, else the code'),
})
export type Decide = z.infer<typeof Decide>

const ofOne = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
export const itemStocktakes = contract({
  stocktakes: {
    method: 'GET',
    path: '/api/items/stocktakes',
    may: 'items.read',
    summary: 'Stocktakes, the newest first',
    query: Paging,
    reply: page(Stocktake),
  },
  startStocktake: {
    method: 'POST',
    path: '/api/items/stocktakes',
    may: 'items.work',
    summary: 'Starts one for a location with all inside it, for kinds, or both; what is expected is written down now (at most 20,000 items)',
    body: z.object({ organisationId: Id.optional(), name: line(120), locationId: Id.optional(), filter: Scope.default({}) }),
    reply: StocktakePage,
    status: 201,
    fails: {
      ...{ 'items.noOrganisation': 400, 'items.searchTooWide': 400, 'items.stocktake.noLocation': 400 },
      ...{ 'items.stocktake.nothing': 409, 'items.stocktake.tooMany': 409 },
    },
  },
  stocktake: {
    method: 'GET',
    path: '/api/items/stocktakes/{id}',
    may: 'items.read',
    summary: 'One stocktake with its counts and who counted',
    params: ofOne,
    reply: StocktakePage,
    fails: notFound,
  },
  expected: {
    method: 'GET',
    path: '/api/items/stocktakes/{id}/expected',
    may: 'items.work',
    summary: 'What is expected and the locations to stand in, whole: a device takes it along where there is no network',
    params: ofOne,
    reply: z.object({ items: z.array(Expected), locations: z.array(Named) }),
    fails: notFound,
  },
  scan: {
    method: 'POST',
    path: '/api/items/stocktakes/{id}/scans',
    may: 'items.work',
    summary: 'What a device scanned, in any order and however often; each is answered',
    params: ofOne,
    body: z.object({ scans: z.array(NewScan).min(1).max(200) }),
    reply: z.object({ scans: z.array(Scanned) }),
    status: 200,
    fails: { ...notFound, 'items.stocktake.closed': 409 },
  },
  moveStocktake: {
    method: 'POST',
    path: '/api/items/stocktakes/{id}/state',
    may: 'items.work',
    summary: 'Counting is done, counting goes on, or it is closed; a closed one stays as it is',
    params: ofOne,
    body: z.object({ state: StocktakeState, version: z.int().min(1) }),
    reply: StocktakePage,
    status: 200,
    fails: { ...notFound, 'items.stocktake.closed': 409, 'items.stocktake.changed': 409 },
  },
  differences: {
    method: 'GET',
    path: '/api/items/stocktakes/{id}/differences',
    may: 'items.read',
    summary: 'Every difference, with what was decided about it',
    params: ofOne,
    reply: z.object({ items: z.array(Difference) }),
    fails: notFound,
  },
  decide: {
    method: 'POST',
    path: '/api/items/stocktakes/{id}/decisions',
    may: 'items.work',
    summary: 'Decides about differences in the same way, once counting is done; one that cannot be is named with why',
    params: ofOne,
    body: Decide,
    reply: z.object({
      done: z.int(),
      caseNumber: z.string().nullable(),
      refused: z.array(z.object({ subject: z.string(), name: z.string(), why: z.string() })),
    }),
    status: 200,
    fails: { ...notFound, 'items.stocktake.closed': 409, 'items.stocktake.stillCounting': 409, 'items.stocktake.incomplete': 400 },
  },
  report: {
    method: 'GET',
    path: '/api/items/stocktakes/{id}/report.csv',
    may: 'items.read',
    summary: 'Everything expected and found, with what was decided, as CSV',
    params: ofOne,
    produces: 'text/csv',
    reply: z.string(),
    fails: notFound,
  },
})

const told = { stocktakeId: Id, expected: z.int() }
export const stocktakeStarted = event('items.stocktakeStarted', z.object(told))
export const stocktakeMoved = event('items.stocktakeMoved', z.object({ stocktakeId: Id, from: StocktakeState, to: StocktakeState }))
