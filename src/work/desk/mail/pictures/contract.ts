/** Pictures from elsewhere in a mail: fetched when somebody asks, and what could not be had. */
import * as z from 'zod'
import { event, Id } from '#platform/contract.ts'

/** Why a picture from elsewhere could not be had; the first ones as `platform/outgoing` refuses; broken: it went wrong here. */
export const pictureRefusals = [
  'scheme',
  'address',
  'unknownHost',
  'redirects',
  'status',
  'tooLarge',
  'tooSlow',
  'unreachable',
  'notPicture',
  'broken',
] as const
export type PictureRefusal = (typeof pictureRefusals)[number]
export const Pictures = z.object({
  mayFetch: z.boolean().describe('You may have those that are kept out fetched'),
  busy: z.int().describe('How many are being fetched'),
  failed: z.array(z.object({ address: z.string(), why: z.enum(pictureRefusals) })).describe('What could not be had; asking again tries again'),
})

const ofPictures = { caseId: Id, number: z.int(), entryId: Id }
export const picturesAsked = event('desk.mail.picturesAsked', z.object({ ...ofPictures, count: z.int() }))
/** Each one is here, or it is known why not. */
export const picturesFetched = event('desk.mail.picturesFetched', z.object(ofPictures))
