/** What was scanned, in this browser until the server has answered: per person and stocktake, in the order in which it was scanned. */
import type { Expected, NewScan, Scanned, StocktakePage } from '../contract.ts'

export interface KeptScan extends NewScan {
  /** Person and stocktake. */
  of: string
  order: number
  answer?: Scanned
}
/** What is taken along to count where there is no network. */
export interface Taken {
  of: string
  stocktake: StocktakePage
  items: Expected[]
  locations: { id: string; name: string }[]
}
export const keyOf = (personId: string, stocktakeId: string) => `${personId} ${stocktakeId}`

let opened: Promise<IDBDatabase> | undefined
function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('spil-counting', 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('scans', { keyPath: 'id' }).createIndex('of', 'of')
      asked.result.createObjectStore('taken', { keyPath: 'of' })
    }
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
  return opened
}
async function ask<T>(store: 'scans' | 'taken', mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await open()).transaction(store, mode)
  const request = run(transaction.objectStore(store))
  return new Promise((resolve, reject) => {
    // Only after the transaction it is on the disk.
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = () => reject(transaction.error)
  })
}
export const keep = (scan: KeptScan) => ask('scans', 'readwrite', (store) => store.put(scan))
export const drop = async (scans: readonly KeptScan[]) => {
  for (const { id } of scans) await ask('scans', 'readwrite', (store) => store.delete(id))
}
export const keptOf = async (of: string): Promise<KeptScan[]> =>
  (await ask<KeptScan[]>('scans', 'readonly', (store) => store.index('of').getAll(of))).sort((one, other) => one.order - other.order)
export const take = (taken: Taken) => ask('taken', 'readwrite', (store) => store.put(taken))
export const takenOf = (of: string): Promise<Taken | undefined> => ask<Taken | undefined>('taken', 'readonly', (store) => store.get(of))

/** Takes away which of these rows are `gone`. */
const sweep = (store: 'scans' | 'taken', gone: (row: Pick<KeptScan, 'of' | 'answer'>) => boolean) =>
  ask(store, 'readwrite', (rows) => {
    const walk = rows.openCursor()
    walk.onsuccess = () => {
      const at = walk.result
      if (!at) return
      if (gone(at.value)) at.delete()
      at.continue()
    }
    return walk
  })
/**
 * Nothing stays of what was taken along, nor of scans that the server has: of a stocktake that is closed, or of all and with the page that opens
 * without network. Scans that are not sent yet stay, for who made them.
 */
export async function forget(stocktakeId?: string): Promise<void> {
  if (stocktakeId === undefined) await globalThis.caches?.delete('spil-counting')
  const ours = (of: string) => stocktakeId === undefined || of === keyOf(of.split(' ')[0] ?? '', stocktakeId)
  await sweep('taken', ({ of }) => ours(of))
  await sweep('scans', ({ of, answer }) => answer !== undefined && ours(of))
}

/** Random, also where crypto.randomUUID is missing. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Lets this page open without network from now on, where the browser can (https). */
export async function prepareOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register('/assets/counting.js', { scope: '/items/stocktakes/' })
  const { active } = await navigator.serviceWorker.ready
  const files = performance.getEntriesByType('resource').map(({ name }) => name)
  active?.postMessage({ files })
}
