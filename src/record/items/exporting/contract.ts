/** The list of items as a file: what is filtered now, in CSV or Excel, so that an import of it gives the same items. */
import * as z from 'zod'
import { contract } from '#platform/contract.ts'
import { ItemFilter, itemSorts, several } from '../contract.ts'

/** Columns that an export can have besides the attributes of one kind and the relations. */
export const exportColumns = [
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
  ...(['organisation', 'createdAt', 'updatedAt'] as const),
] as const
export type ExportColumn = (typeof exportColumns)[number]

const query = z.object({
  ...ItemFilter.shape,
  sort: z.enum(itemSorts).default('name'),
  columns: several(z.enum(exportColumns)).describe(
    'Only these; else all, with the attributes when one kind is filtered, and how items hang together',
  ),
})
export const itemExports = contract({
  exportCsv: {
    method: 'GET',
    path: '/api/items/export.csv',
    may: 'items.read',
    summary: 'Items under filters as CSV, in your language; at most 200,000',
    query,
    produces: 'text/csv',
    reply: z.unknown(),
    fails: { 'items.searchTooWide': 400 },
  },
  exportXlsx: {
    method: 'GET',
    path: '/api/items/export.xlsx',
    may: 'items.read',
    summary: 'Items under filters as an Excel file; days are days and sums are sums in it. At most 200,000',
    query,
    produces: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    reply: z.unknown(),
    fails: { 'items.searchTooWide': 400 },
  },
})
