/** A hand-out as the receipt says it. */

import { bytesOf } from '#platform/files.ts'
import { translator } from '#platform/i18n.ts'
import type { App, Context } from '#platform/room.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { organisationById } from '#record/people/people.ts'
import { type Accessory, numberOfHandout } from '../contract.ts'
import { photosOf } from '../photos/store.ts'
import * as store from '../store.ts'
import { labels, type Photo, type Receipt } from './adapters/pdf.ts'

/** Larger receipts than this are made without photos: their hashes are named. */
const mostPhotos = 120
/** What one receipt holds of photos; those that do not fit any more are named by their hash. */
export const mostPhotoBytes = 60_000_000

const accessoryOf = ({ name, serial }: Accessory) => (serial === null ? name : `${name} (${serial})`)
/** From what was frozen; the bytes of its photos are read afterwards, outside the transaction. */
export async function receiptOf(ctx: Context, row: store.HandoutRow): Promise<Receipt> {
  const t = translator(ctx.app.texts, row.locale)
  const zone = (await organisationById(ctx, row.organisationId))?.timeZone ?? 'UTC'
  const moment = (at: string) =>
    new Intl.DateTimeFormat(row.locale === 'nl' ? 'nl-NL' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: zone }).format(new Date(at))
  const day =
    row.dueOn && new Intl.DateTimeFormat(row.locale === 'nl' ? 'nl-NL' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(row.dueOn))
  const items = await store.itemsOf(ctx.db as store.Db, [row.id])
  const photos = new Map<string, Omit<Photo, 'bytes'>[]>()
  for (const { itemId, moment: when, hash, type, size } of await photosOf(ctx.db, [row.id]))
    if (when === 'out' && itemId !== null) photos.set(itemId, [...(photos.get(itemId) ?? []), { hash, type, size }])
  const { signedAt, signedHow, signature, receiverName: receiver } = row
  const way = signedHow === 'qr' && row.witnessName !== null ? 'shown' : (signedHow ?? 'here')
  const signed =
    signedAt === null || signedHow === null || signature === null
      ? null
      : { signature, line: t(`devices.receipt.signed.${way}`, { receiver, at: moment(signedAt), witness: row.witnessName ?? '' }) }
  return {
    ...{ locale: row.locale, number: numberOfHandout(row.number), organisation: row.organisationName, note: row.note, signed },
    words: Object.fromEntries(labels.map((label) => [label, t(`devices.receipt.word.${label}`)])) as Receipt['words'],
    facts: [
      [t('devices.receipt.fact.receiver'), receiver],
      [t('devices.receipt.fact.issuedBy'), row.issuerName],
      [t('devices.receipt.fact.issuedAt'), moment(row.issuedAt)],
      [t('devices.receipt.fact.kind'), t(`devices.receipt.${row.kind}`, { day })],
    ],
    items: items.map(({ itemId, number, name, kind, code, serial, accessories, condition }) => ({
      ...{ number: numberOfItem(number), name, kind, code, serial, condition, accessories: accessories.map(accessoryOf) },
      photos: (photos.get(itemId) ?? []).map((photo) => ({ ...photo, bytes: null })),
    })),
    instructions: row.instructions.map(({ title, version }) => `${title} (${t('devices.receipt.word.version')} ${version})`),
    terms: row.terms,
    declaration: t(row.terms ? 'devices.receipt.declarationTerms' : 'devices.receipt.declaration'),
    at: new Date(signedAt ?? row.issuedAt).toISOString(),
  }
}

/** With the photos, as far as their files are there. */
export async function withPhotos(app: App, receipt: Receipt): Promise<Receipt> {
  const count = receipt.items.reduce((sum, { photos }) => sum + photos.length, 0)
  if (count > mostPhotos) return receipt
  const items = []
  let room = mostPhotoBytes
  for (const item of receipt.items) {
    const photos: Photo[] = []
    for (const photo of item.photos) {
      const fits = photo.size <= room
      if (fits) room -= photo.size
      photos.push({ ...photo, bytes: fits ? await bytesOf(app.files, photo.hash).catch(() => null) : null })
    }
    items.push({ ...item, photos })
  }
  return { ...receipt, items }
}
