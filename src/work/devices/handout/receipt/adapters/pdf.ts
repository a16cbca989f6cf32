/** A receipt as PDF (PDF 1.3, fonts embedded), made in a thread of its own: a photo made to break whoever reads it ends that thread, not the program. */
import { GaveUpError, threads } from '#platform/thread.ts'
import type { Signature } from '../../signing/shapes/contract.ts'

/** Words that stand on every receipt, in its language. */
export const labels = [
  ...([
    'title',
    'draft',
    'device',
    'accessories',
    'condition',
    'photos',
    'instructions',
    'terms',
    'note',
    'signature',
    'unsigned',
    'leftOut',
  ] as const),
  ...(['page', 'verify', 'version', 'none', 'serial', 'code'] as const),
]
export interface Photo {
  hash: string
  type: 'image/jpeg' | 'image/png'
  size: number
  /** null: it cannot be drawn; its hash is named instead. */
  bytes: Uint8Array | null
}
export interface Receipt {
  locale: 'nl' | 'en'
  words: Readonly<Record<(typeof labels)[number], string>>
  number: string
  organisation: string
  /** What, who and when: label and words. */
  facts: readonly (readonly [string, string])[]
  note: string
  items: readonly {
    number: string
    name: string
    kind: string
    code: string | null
    serial: string | null
    accessories: readonly string[]
    condition: string
    photos: readonly Photo[]
  }[]
  instructions: readonly string[]
  terms: { title: string; version: number; text: string } | null
  declaration: string
  /** null: it is a draft, and says so on each page. */
  signed: { signature: Signature; line: string } | null
  /** ISO; the only moment in the file, so that the same receipt is the same bytes. */
  at: string
}
export type Asked = { receipt: Receipt } | { photo: Photo }

const ask = threads<Asked, Uint8Array>(new URL('./printer.ts', import.meta.url), { patience: 60_000, memory: 512 })
const drawable = (photo: Photo): Promise<boolean> =>
  ask({ photo }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof GaveUpError) return false
      throw error
    },
  )

/**
 * The bytes of the PDF. A photo that cannot be drawn is left out, with its hash in its place; where they cannot be drawn together, all of them are: what
 * is signed always gets its receipt.
 */
export async function receiptPdf(receipt: Receipt): Promise<Uint8Array> {
  try {
    return await ask({ receipt })
  } catch (error) {
    if (!(error instanceof GaveUpError)) throw error
  }
  // Which one it was is found by drawing each alone.
  const items: Receipt['items'][number][] = []
  for (const item of receipt.items) {
    const photos: Photo[] = []
    for (const photo of item.photos) photos.push((await drawable(photo)) ? photo : { ...photo, bytes: null })
    items.push({ ...item, photos })
  }
  return ask({ receipt: { ...receipt, items } }).catch((error: unknown) => {
    if (!(error instanceof GaveUpError)) throw error
    return ask({
      receipt: { ...receipt, items: items.map((item) => ({ ...item, photos: item.photos.map((photo) => ({ ...photo, bytes: null })) })) },
    })
  })
}
