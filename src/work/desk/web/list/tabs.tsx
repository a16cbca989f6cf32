/** The views as tabs: the standing ones, then those that were kept; and the way to keep the list as it is. */
import { ActionIcon } from '@mantine/core'
import IconKeep from '@tabler/icons-react/dist/esm/icons/IconBookmarkPlus.mjs'
import IconEdit from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import { lazy, Suspense, useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import type { SavedView } from '../../views/contract.ts'
import { useCounts } from '../counts.ts'
import { deskWords } from '../texts.ts'
import { ViewLink } from '../viewLink.tsx'
import classes from './list.module.css'
import type { OpenView } from './openView.ts'
import { type Sorting, viewAddress, views } from './views.ts'

const ViewDialog = lazy(() => import('../../views/web/viewDialog.tsx'))

interface Props {
  open: OpenView
  /** What the list asks for now. */
  filter: Readonly<Record<string, unknown>>
}
const count = (n: number | undefined) => (n === undefined ? '' : n >= 1000 ? '999+' : n)

export function Views({ open: { view, kept, saved, name }, filter }: Props) {
  const t = useText(deskWords)
  const counts = useCounts()
  const [keeping, setKeeping] = useState<SavedView | 'new'>()
  const { sort, ...narrowed } = filter
  return (
    <nav className={`${classes.views} sideways`} aria-label={t('desk.views')}>
      {views.map((one) => (
        <ViewLink key={one} to={viewAddress(one, !saved?.defaultId)} className={classes.view} on={one === view}>
          {t(`desk.view.${one}`)}
          {one !== 'all' && (
            <span className={classes.count} data-hot={(one === 'late' && counts?.late) || undefined}>
              {count(counts?.[one])}
            </span>
          )}
        </ViewLink>
      ))}
      {saved?.items.map((one) => (
        <ViewLink key={one.id} to={`/desk?view=${one.id}`} className={classes.view} on={one.id === kept?.id}>
          {one.name}
          <span className={classes.count}>{count(one.count)}</span>
        </ViewLink>
      ))}
      {kept && (
        <ActionIcon
          className={classes.keep ?? ''}
          aria-label={t('desk.view.edit', { name: kept.name })}
          title={t('desk.view.edit', { name: kept.name })}
          onClick={() => setKeeping(kept)}
        >
          <IconEdit size={16} aria-hidden />
        </ActionIcon>
      )}
      <ActionIcon className={classes.keep ?? ''} aria-label={t('desk.view.keep')} title={t('desk.view.keep')} onClick={() => setKeeping('new')}>
        <IconKeep size={16} aria-hidden />
      </ActionIcon>
      <Suspense fallback={null}>
        {keeping && (
          <ViewDialog
            view={keeping === 'new' ? undefined : keeping}
            filter={narrowed}
            sort={sort as Sorting}
            table={`desk/${name}`}
            close={() => setKeeping(undefined)}
          />
        )}
      </Suspense>
    </nav>
  )
}
