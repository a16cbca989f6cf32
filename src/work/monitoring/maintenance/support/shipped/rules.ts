/**
 * Until when makers support what they made, as it comes with Spil. Plain data, in the shape of endoflife.date's public API; an organisation brings
 * newer data of a product with a file. Of a month without a day its first day stands.
 */
import type { Cycle } from '../contract.ts'
import { shippedProducts } from './products/rules.ts'
import { shippedServers } from './servers/rules.ts'
import { shippedWindows } from './windows/rules.ts'

/** How old the data is. Most lines were then compared with what endoflife.date had read of the maker’s page that stands with the product. */
export const shippedOn = '2026-05-01'
export interface ShippedProduct {
  label: string
  /** Where the maker says so. */
  page: string
  cycles: readonly Cycle[]
}

/** Lines of: cycle, end of security support, end of active support, end of extended support, newest version or build. A dash: not known, or none. */
export function readLines(lines: string): Cycle[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [cycle = '', eol = '-', support = '-', extendedSupport = '-', latest = '-'] = line.trim().split(/\s+/)
      return {
        cycle,
        eol: eol === '-' ? false : eol,
        ...(support !== '-' && { support }),
        ...(extendedSupport !== '-' && { extendedSupport }),
        ...(latest !== '-' && { latest }),
      }
    })
}

/** Under their names at endoflife.date. */
export const shippedSupport: Readonly<Record<string, ShippedProduct>> = Object.fromEntries(
  Object.entries({ ...shippedServers, ...shippedWindows, ...shippedProducts }).map(([product, [label, page, lines]]) => [
    product,
    { label, page, cycles: readLines(lines) },
  ]),
)
