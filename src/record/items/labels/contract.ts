/** Labels for items, and what a scanned text means. */
import * as z from 'zod'
import { contract, Id, line } from '#platform/contract.ts'
import { ItemFilter, Names } from '../contract.ts'

export const labelLines = ['name', 'code', 'kind', 'location', 'organisation'] as const
export const labelCodes = ['qr', 'both', 'bar'] as const
export const LabelChoice = z.object({
  format: z.string().max(40).describe('Key of a size'),
  codes: z.enum(labelCodes),
  lines: z.array(z.enum(labelLines)).max(labelLines.length).describe('In this order'),
})
export type LabelChoice = z.infer<typeof LabelChoice>

export const Labelled = z.object({
  id: Id,
  number: z.string(),
  address: z.string().describe('What the QR code holds'),
  text: z.string().describe('What the bar code holds: the code, else the number'),
  name: z.string(),
  code: z.string(),
  kind: z.string(),
  location: z.string(),
  organisation: z.string(),
})
export type Labelled = z.infer<typeof Labelled>

export const itemLabels = contract({
  labels: {
    method: 'GET',
    path: '/api/items/labels',
    may: 'items.read',
    summary: 'What stands on the labels of these items, or of all under a filter (at most 500), and how I printed labels last',
    query: z.object({
      items: z
        .string()
        .regex(/^\d{1,9}(,\d{1,9}){0,499}$/)
        .optional()
        .describe('Numbers with commas; else the filter'),
      ...ItemFilter.shape,
    }),
    reply: z.object({ items: z.array(Labelled), more: z.boolean().describe('There are more under the filter'), choice: LabelChoice.nullable() }),
    fails: { 'items.searchTooWide': 400 },
  },
  keepLabelChoice: {
    method: 'PUT',
    path: '/api/items/labels/choice',
    may: 'items.read',
    summary: 'Keeps how I print labels',
    body: LabelChoice,
    reply: z.undefined(),
    status: 204,
  },
  scanned: {
    method: 'GET',
    path: '/api/items/scanned',
    may: 'items.see',
    summary: 'The items that a scanned or typed text means: an address from a label, a number, or a code; several when organisations share a code',
    query: z.object({ text: line(500) }),
    reply: z.object({ items: z.array(Names) }),
  },
})
