/** Items from a file: the file, what its columns are, a dry run that names everything, the import itself and its way back. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { Named } from '../contract.ts'
import { Key } from '../kinds/contract.ts'

/** Fields of every item that a column can be. */
export const fields = [
  ...([
    'number',
    'name',
    'code',
    'kind',
    'state',
    'locationId',
    'ownerId',
    'userIds',
    'availability',
    'integrity',
    'confidentiality',
    'tags',
  ] as const),
  ...(['purchasedOn', 'price', 'supplier', 'contract', 'warrantyUntil', 'depreciationMonths', 'residualValue', 'note'] as const),
] as const
export type Field = (typeof fields)[number]
/** A field, an attribute of a kind, or a relation to items that the column names: from here, or from there. */
export type Target = Field | `attributes.${string}` | `relations.${string}.${'forward' | 'back'}`
const Target = z
  .string()
  .max(90)
  .regex(new RegExp(`^(${fields.join('|')}|attributes\\.[a-z][A-Za-z0-9]*|relations\\.[a-z][A-Za-z0-9]*\\.(forward|back))$`))
  .transform((target) => target as Target)
  .describe('A field, attributes.<key>, or relations.<key>.forward or .back')

const Word = z.string().max(200)
/** What was chosen; remembered for files of the same organisation with the same columns. */
export const Mapping = z.object({
  columns: z.record(z.string().max(200), Target.nullable()).describe('Name of a column -> what it is; null: not brought'),
  kind: Key.nullable().describe('Of rows that do not say'),
  kinds: z.record(Word, Key.nullable()).describe('Word in the column of kinds -> kind; null: these rows are left out'),
  states: z.record(Word, Key).describe('Word in the column of states -> state'),
  existing: z.enum(['skip', 'update', 'error']).describe('What happens with a row whose number, code or serial number an item has already'),
  unknown: z.enum(['error', 'leave']).describe('A person, place or item that is not found: an error, or left empty and reported'),
  monthFirst: z.boolean().describe('03/04/2026 is the fourth of March'),
})
export type Mapping = z.output<typeof Mapping>

export const states = ['reading', 'unreadable', 'ready', 'checking', 'checked', 'running', 'done', 'undoing', 'undone'] as const
export const State = z.enum(states)
export type State = z.infer<typeof State>
/** The server works on it. */
export const busy = ['reading', 'checking', 'running', 'undoing'] as const
export type Busy = (typeof busy)[number]
export const isBusy = (state: State): state is Busy => busy.some((one) => one === state)

const Value = z.object({ value: z.string(), count: z.int(), kind: Key.nullable(), state: Key.nullable() })
export const Column = z.object({
  name: z.string(),
  filled: z.int().describe('Rows with something in it'),
  samples: z.array(z.string()),
  values: z.array(Value).nullable().describe('What stands in it, when that is at most sixty things, and which kind or state each is called'),
})
export type Column = z.infer<typeof Column>
const Counts = z.object({
  make: z.int(),
  change: z.int(),
  same: z.int().describe('There already, with nothing different'),
  skip: z.int().describe('There already, and left as they are'),
  leftOut: z.int().describe('Of a kind that is not brought'),
  relate: z.int(),
  errors: z.int(),
  warnings: z.int(),
  stays: z.int().describe('After an undo: items that were changed or used since'),
})
export type Counts = z.infer<typeof Counts>
export const Import = z.object({
  id: Id,
  organisationId: Id,
  name: z.string().describe('Of the file'),
  size: z.int(),
  format: z.enum(['csv', 'xlsx', 'snipeit', 'glpi']).nullable(),
  state: State,
  why: z.string().nullable().describe('Why it cannot be read, or why its last step did not work'),
  by: Named,
  at: Instant,
  rows: z.int(),
  done: z.int().describe('How far the work is, of `total`'),
  total: z.int(),
  counts: Counts,
  ranAt: Instant.nullable(),
  undone: z.object({ by: Named, at: Instant, why: z.string().nullable() }).nullable(),
})
export type Import = z.infer<typeof Import>
export const WholeImport = z.object({
  ...Import.shape,
  columns: z.array(Column),
  notes: z.array(z.string()).describe('What of the file is not in its rows'),
  left: z.array(z.object({ column: z.string(), filled: z.int() })).describe('Columns that are not brought though something stands in them'),
  mapping: Mapping,
  remembered: z.boolean().describe('As it was chosen for an earlier file'),
})
export type WholeImport = z.infer<typeof WholeImport>
export const Fault = z.object({
  row: z.int().describe('As the file counts: in a spreadsheet the header is row 1'),
  column: z.string().nullable(),
  weight: z.enum(['error', 'warning', 'stays']),
  code: z.string(),
  detail: z.string(),
})
export type Fault = z.infer<typeof Fault>
/** More are counted, not listed. */
export const mostFaults = 2000

const ofImport = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
const base = '/api/items/imports'
export const itemImports = contract({
  addImport: {
    method: 'POST',
    path: base,
    may: 'items.work',
    summary:
      'A file with items: CSV, XLSX, or JSON from the API of Snipe-IT or GLPI; its name percent-encoded in the header x-file-name. Nothing is imported yet',
    query: z.object({ organisationId: Id.optional().describe('Else that of who asks') }),
    accepts: '*/*',
    maxBytes: 32 * 1024 * 1024,
    reply: WholeImport,
    fails: { 'items.noOrganisation': 400, 'items.importing.emptyFile': 400 },
  },
  imports: {
    method: 'GET',
    path: base,
    may: 'items.work',
    summary: 'Imports of the organisations where you work, the newest first',
    query: Paging,
    reply: page(Import),
  },
  import: {
    method: 'GET',
    path: `${base}/{id}`,
    may: 'items.work',
    summary: 'One import: its columns, what they are taken for, and how far it is',
    params: ofImport,
    reply: WholeImport,
    fails: notFound,
  },
  check: {
    method: 'POST',
    path: `${base}/{id}/check`,
    may: 'items.work',
    summary: 'Dry run: finds every error and warning at its row and column, and writes no item. The mapping is remembered',
    params: ofImport,
    body: Mapping,
    reply: WholeImport,
    status: 202,
    fails: { ...notFound, 'items.importing.busy': 409, 'items.importing.over': 409, 'items.importing.noName': 400, 'items.importing.twice': 400 },
  },
  run: {
    method: 'POST',
    path: `${base}/{id}/run`,
    may: 'items.work',
    summary: 'Imports everything, or nothing when an error turns up after all',
    params: ofImport,
    body: z.object({ why: line(500).optional().describe('Kept in the history of items that it changes') }),
    reply: WholeImport,
    status: 202,
    fails: { ...notFound, 'items.importing.busy': 409, 'items.importing.over': 409, 'items.importing.notChecked': 409 },
  },
  stop: {
    method: 'POST',
    path: `${base}/{id}/stop`,
    may: 'items.work',
    summary: 'Stops a dry run or an import that is at work; nothing of it remains',
    params: ofImport,
    reply: WholeImport,
    status: 200,
    fails: { ...notFound, 'items.importing.notBusy': 409 },
  },
  undo: {
    method: 'POST',
    path: `${base}/{id}/undo`,
    may: 'items.work',
    summary: 'Removes what the import made and puts back what it changed; what was changed or used since stays, and is named',
    params: ofImport,
    body: z.object({ why: line(500).optional() }),
    reply: WholeImport,
    status: 202,
    fails: { ...notFound, 'items.importing.notDone': 409 },
  },
  faults: {
    method: 'GET',
    path: `${base}/{id}/faults`,
    may: 'items.work',
    summary: 'Errors and warnings by row; at most 2,000 are kept, all are counted',
    params: ofImport,
    query: Paging.extend({ weight: z.enum(['error', 'warning', 'stays']).optional() }),
    reply: page(Fault),
    fails: notFound,
  },
  faultsFile: {
    method: 'GET',
    path: `${base}/{id}/faults.csv`,
    may: 'items.work',
    summary: 'Errors and warnings as CSV',
    params: ofImport,
    produces: 'text/csv',
    reply: z.undefined(),
    fails: notFound,
  },
})

const ofOne = { importId: Id, organisationId: Id }
export const importRead = event('items.importing.read', z.object({ ...ofOne, rows: z.int() }))
export const importChecked = event('items.importing.checked', z.object({ ...ofOne, errors: z.int(), warnings: z.int() }))
export const imported = event('items.importing.done', z.object({ ...ofOne, made: z.int(), changed: z.int(), related: z.int() }))
export const importUndone = event('items.importing.undone', z.object({ ...ofOne, removed: z.int(), restored: z.int(), stayed: z.int() }))
