/** What changed of an item, by whom and why. */
import { Button } from '@mantine/core'
import { useLoadList } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Timeline } from '#web/kit/timeline.tsx'
import type { Item } from '../contract.ts'
import type { ToldChange } from '../history/contract.ts'
import { history } from './more.ts'
import { webTexts } from './texts.ts'

export function sentenceOf(t: Text<keyof typeof webTexts & string>, { field, name, from, to }: ToldChange): string {
  if (field === 'note') return t('items.history.changed', { name })
  if (from === null) return t('items.history.set', { name, to })
  return to === null ? t('items.history.gone', { name, from }) : t('items.history.from', { name, from, to })
}

export function HistoryPart({ item }: { item: Item }) {
  const t = useText(webTexts)
  const list = useLoadList({
    key: ['items', 'history', item.id, item.version],
    load: (after, signal) => history.history({ params: { id: item.id }, query: { limit: 10, ...(after && { after }) } }, { signal }),
  })
  return (
    <Section title={t('items.history.heading')}>
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && <Skeletons rows={3} />}
      {list.rows?.length === 0 && <p className="dim">{t('items.history.none')}</p>}
      <Timeline
        label={t('items.history.heading')}
        entries={(list.rows ?? []).map(({ version, at, by, why, changes }) => ({
          id: String(version),
          at,
          by: by?.name ?? 'Spil',
          kind: 'done' as const,
          content: [...changes.map((change) => sentenceOf(t, change)), ...(why ? [`“${why}”`] : [])].join(' · '),
        }))}
      />
      {list.loadMore && (
        <Button size="compact-sm" variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          {t('items.history.more')}
        </Button>
      )}
    </Section>
  )
}
