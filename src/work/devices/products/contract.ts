/** Products that are installed: where, in which versions, which are behind, and what an organisation says of them. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page, prose } from '#platform/contract.ts'
import { Tags } from '#record/items/contract.ts'

export const judgements = ['wanted', 'unwanted'] as const
const Name = z.string().min(1).max(300)
export const Product = z.object({
  organisationId: Id,
  product: z.string(),
  newest: z.string().describe('The newest version that was told of; empty when none says'),
  minimum: z.string().nullable().describe('Versions below this are behind; null: those below the newest'),
  judged: z.enum(judgements).nullable().describe('null: nobody said'),
  why: z.string(),
  required: z.boolean().describe('It must be on devices of these kinds, with one of these tags'),
  kinds: z.array(z.string()).describe('None: of every kind'),
  tags: z.array(z.string()).describe('None: whatever their tags'),
  version: z.int(),
})
export type Product = z.infer<typeof Product>
export const Listed = Product.extend({
  devices: z.int().describe('On how many it is'),
  versions: z.int(),
  behind: z.int().describe('Devices with a version that is behind'),
})
export type Listed = z.infer<typeof Listed>
export const Where = z.object({
  item: z.object({ id: Id, number: z.string(), name: z.string() }),
  organisationId: Id,
  name: z.string(),
  version: z.string(),
  behind: z.boolean(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
})
export type Where = z.infer<typeof Where>
export const Judgement = z.object({
  organisationId: Id,
  judged: z.enum(judgements).nullable(),
  why: prose(500).prefault('').describe('Of what is unwanted it is needed'),
  minimum: line(100).nullable().default(null),
  required: z.boolean().default(false),
  kinds: z.array(line(60)).max(50).default([]),
  tags: Tags.default([]),
  version: z.int().min(0).describe('As it was read; 0 when nothing is known of it'),
})
export type Judgement = z.input<typeof Judgement>

export const devicesProducts = contract({
  products: {
    method: 'GET',
    path: '/api/devices/products',
    may: 'devices.read',
    summary: 'Products that are installed or of which something was said, by name, each once an organisation',
    query: Paging.extend({
      search: z.string().trim().max(100).optional().describe('Part of the name'),
      judged: z.enum([...judgements, 'unjudged']).optional(),
      behind: z.stringbool().default(false).describe('Only those of which a device has a version that is behind'),
    }),
    reply: page(Listed),
  },
  product: {
    method: 'GET',
    path: '/api/devices/products/{product}',
    may: 'devices.read',
    summary: 'Where a product is installed, in which versions, which of those are behind, and what organisations say of it',
    params: z.object({ product: Name }),
    query: Paging,
    reply: page(Where).extend({
      said: z.array(Product).describe('Of each organisation that knows it'),
      versions: z
        .array(z.object({ version: z.string(), devices: z.int(), behind: z.int().describe('Of these devices') }))
        .describe('The newest first, at most 100: those on the most devices'),
    }),
  },
  judge: {
    method: 'PUT',
    path: '/api/devices/products/{product}/judgement',
    may: 'devices.configure',
    summary:
      'Says whether an organisation wants it, from which version, and where it must be; or why it must not be anywhere. What devices have and lack follows',
    params: z.object({ product: Name }),
    body: Judgement,
    reply: Product,
    fails: { 'platform.notFound': 404, 'devices.products.why': 400, 'devices.products.changed': 409 },
  },
})
export const productJudged = event(
  'devices.productJudged',
  z.object({ organisationId: Id, product: z.string(), judged: z.enum(judgements).nullable() }),
)
