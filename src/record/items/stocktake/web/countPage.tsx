/** Counting with a phone: scan, see at once what it is, go on. Works without network for a while. */
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Link, usePath } from '#web/kit/links.tsx'
import { Note, Skeletons } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { readScan } from '../../labels/rules.ts'
import { Scanner } from '../../labels/web/scanner.tsx'
import type { Expected, ScanResult } from '../contract.ts'
import { resultOf } from '../rules.ts'
import { useCounting, useTaken } from './counting.ts'
import type { KeptScan, Taken } from './queue.ts'
import classes from './stocktake.module.css'
import { stocktakeTexts } from './texts.ts'

type T = Text<keyof typeof stocktakeTexts & string>

export default function CountPage() {
  const { id = '' } = usePath()
  const t = useText(stocktakeTexts)
  const taken = useTaken(id)
  if (taken) return <Counter taken={taken} />
  return <Sheet title={t('items.stocktake.count')}>{taken === null ? <Note tone="amber">{t('items.stocktake.notHere')}</Note> : <Skeletons />}</Sheet>
}

/** What this device knows of a text by itself. */
function expectedOf(items: readonly Expected[], text: string): Expected | undefined {
  const read = readScan(text, [location.origin])
  if ('number' in read) return items.find(({ number }) => number === `I-${read.number}`)
  return items.find(({ code }) => code?.toLowerCase() === read.code.toLowerCase())
}

function Counter({ taken: { stocktake, items, locations } }: { taken: Taken }) {
  const t = useText(stocktakeTexts)
  const { scans, unsent, offline, refused, add, dropUnsent } = useCounting(stocktake.id)
  const [place, setPlace] = useState(stocktake.location?.id ?? '')
  const found = new Set(scans.flatMap(({ text, answer }) => answer?.number ?? expectedOf(items, text)?.number ?? []))
  return (
    <Sheet
      title={stocktake.name}
      lead={t('items.stocktake.toGo', { count: items.filter(({ number }) => !found.has(number)).length })}
      foot={<Link to={`/items/stocktakes/${stocktake.id}`}>{t('items.stocktake.back')}</Link>}
    >
      <div className={classes.count}>
        <div role="status" className={classes.status}>
          {offline && <Note tone="amber">{t('items.stocktake.offline')}</Note>}
          <span className="dim small">{unsent > 0 ? t('items.stocktake.unsent', { count: unsent }) : t('items.stocktake.allSent')}</span>
        </div>
        {refused && unsent > 0 && (
          <Note tone="red">
            {t('items.stocktake.refusedScans', { why: refused })}{' '}
            <Button size="compact-sm" variant="default" onClick={dropUnsent}>
              {t('items.stocktake.drop')}
            </Button>
          </Note>
        )}
        <NativeSelect
          label={t('items.stocktake.where')}
          value={place}
          onChange={(event) => setPlace(event.currentTarget.value)}
          data={[{ value: '', label: t('items.stocktake.everywhere') }, ...locations.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <Scanner onText={(text) => add(text, place || undefined)} verb={t('items.stocktake.add')} />
        <ul className={classes.scans} aria-label={t('items.stocktake.scans')}>
          {[...scans]
            .reverse()
            .slice(0, 60)
            .map((scan) => (
              <Line key={scan.id} t={t} scan={scan} item={expectedOf(items, scan.text)} scope={stocktake.location?.id ?? null} />
            ))}
        </ul>
      </div>
    </Sheet>
  )
}

interface Shown {
  t: T
  scan: KeptScan
  item: Expected | undefined
  scope: string | null
}
function Line({ t, scan: { text, answer, locationId }, item, scope }: Shown) {
  const own: ScanResult | undefined = item && resultOf({ inScope: true, path: item.path }, locationId ?? scope)
  const result = answer?.result ?? own
  const where = answer?.place ?? item?.place ?? t('items.stocktake.nowhere')
  return (
    <li data-result={result ?? 'waiting'}>
      <span>{answer?.name ?? item?.name ?? text}</span>
      <span className="small">
        {[
          result && t(`items.stocktake.scan.${result}`, { place: where }),
          answer?.again && t('items.stocktake.scan.again'),
          !answer && t('items.stocktake.scan.waiting'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </li>
  )
}
