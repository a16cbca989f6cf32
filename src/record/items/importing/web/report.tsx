/** What is wrong, by row and column; also as a file, for who mends the spreadsheet. */
import { Button } from '@mantine/core'
import { useLoadList } from '#web/kit/load.ts'
import { Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import type { WholeImport } from '../contract.ts'
import { faultsFileOf, importCalls } from './calls.ts'
import classes from './importing.module.css'
import { importTexts } from './texts.ts'

const meanings = { error: 'broken', warning: 'risk', stays: 'held' } as const

export function Report({ one }: { one: WholeImport }) {
  const t = useText(importTexts)
  const words = useWords()
  const { id, state, counts } = one
  const some = counts.errors + counts.warnings + counts.stays > 0
  const { rows, loadMore, loadingMore } = useLoadList({
    key: ['items', 'import-faults', id, state, counts.errors, counts.warnings],
    load: (after, signal) => importCalls.faults({ params: { id }, query: { limit: 100, ...(after && { after }) } }, { signal }),
    when: some,
  })
  if (!some || !rows?.length) return null
  return (
    <Section
      title={t('items.import.report')}
      actions={
        <Button component="a" href={faultsFileOf(id)} download variant="default" size="xs">
          {t('items.import.download')}
        </Button>
      }
    >
      <div className={classes.scroll}>
        <table className={classes.table} aria-label={t('items.import.report')}>
          <thead>
            <tr>
              <th scope="col">{t('items.import.row')}</th>
              <th scope="col">{t('items.import.column')}</th>
              <th scope="col">{t('items.import.what')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, column, weight, detail, code }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a list that only grows; one row may have the same fault twice
              <tr key={`${at} ${row} ${code}`}>
                <td className={`mono ${classes.inRow}`}>{row}</td>
                <td className={classes.inRow}>{column}</td>
                <td>
                  <StateBadge meaning={meanings[weight]} plain>
                    {t(`items.import.weight.${weight}`)}
                  </StateBadge>{' '}
                  {detail}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {loadMore && (
        <Button variant="default" mt="md" loading={loadingMore} onClick={loadMore}>
          {words('kit.table.more')}
        </Button>
      )}
    </Section>
  )
}
