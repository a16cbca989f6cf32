/** About which item a series is that somebody else sends: what its labels call the machine, looked up in the register. */
import type { Context } from '#platform/room.ts'
import { findItem, itemsCalled } from '../../../items/items.ts'
import type { Labels } from '../../contract.ts'

/** In this order: what Spil writes itself, then what senders usually call a machine. */
const places = ['item', 'host', 'host_name', 'hostname', 'nodename', 'instance', 'target'] as const
const mostWords = 5000

/** 'db1.example.org:9100' is called 'db1.example.org', and 'db1'. */
export function wordsIn(value: string): string[] {
  const host = value
    .replace(/^\w+:\/\//, '')
    .replace(/\/.*$/, '')
    .replace(/^\[([^\]]+)\].*$/, '$1')
    .replace(/^([^:]+):\d+$/, '$1')
  if (host === '' || /^(localhost|127\.|::1$)/.test(host)) return []
  return host.includes('.') && !/^[\d.]+$/.test(host) ? [host, host.slice(0, host.indexOf('.'))] : [host]
}

/** The item of each of these label sets, where exactly one goes by such a name. */
export async function itemsNamed(ctx: Context, organisationId: string, all: readonly Labels[]): Promise<Map<Labels, string>> {
  const wanted = new Map(all.map((labels) => [labels, places.flatMap((name) => (labels[name] === undefined ? [] : wordsIn(labels[name])))]))
  const words = [...new Set([...wanted.values()].flat().map((word) => word.toLowerCase()))].slice(0, mostWords)
  const found = new Map<string, Set<string>>()
  for (const by of ['name', 'code'] as const)
    for (const { word, id } of await itemsCalled(ctx, organisationId, by, words))
      found.set(word.toLowerCase(), (found.get(word.toLowerCase()) ?? new Set()).add(id))
  const numbers = words.filter((word) => /^i-\d{1,9}$/.test(word))
  for (const number of numbers.slice(0, 200)) {
    const item = await findItem(ctx, number)
    if (item?.organisationId === organisationId) found.set(number, new Set([item.id]))
  }
  const placed = new Map<Labels, string>()
  for (const [labels, names] of wanted) {
    const hit = names.map((word) => found.get(word.toLowerCase())).find((ids) => ids?.size === 1)
    const [id] = hit ?? []
    if (id !== undefined) placed.set(labels, id)
  }
  return placed
}
