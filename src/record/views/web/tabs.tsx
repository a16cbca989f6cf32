/** The views of a list as tabs: the standing ones, then those that were kept; and the way to keep the list as it is. */
import { ActionIcon } from '@mantine/core'
import IconKeep from '@tabler/icons-react/dist/esm/icons/IconBookmarkPlus.mjs'
import IconEdit from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import { lazy, Suspense, useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import { ViewLink } from '#web/kit/viewLink.tsx'
import type { AnyView } from '../contract.ts'
import type { OpenView } from './openView.ts'
import { tabTexts } from './tabTexts.ts'
import classes from './views.module.css'

const ViewDialog = lazy(() => import('./viewDialog.tsx'))

/** What can be done with the views of a list; its client has these. */
export interface ViewCalls {
  addView(sent: { body: object }): Promise<{ id: string }>
  changeView(sent: { params: { id: string }; body: object }): Promise<{ id: string }>
  removeView(sent: { params: { id: string } }): Promise<unknown>
  chooseViews(sent: { body: { ids: string[]; defaultId: string | null } }): Promise<unknown>
}
/** The list whose views they are. */
export interface ViewedList {
  calls: ViewCalls
  /** Under which the views are loaded. */
  loaded: readonly unknown[]
  address: (view: string) => string
  /** Where it goes when the view that was open is removed. */
  first: string
  /** Where a new view belongs. */
  organisationId: string | undefined
  /** What it asks for now. */
  filter: Readonly<Record<string, unknown>>
  sort: string
  /** The columns that it shows now, of those that a view can keep; null: not known. */
  columns: () => string[] | null
}
export interface Standing {
  key: string
  title: string
  to: string
  count?: number | undefined
  /** Its count asks for attention. */
  hot?: boolean
}
interface Props {
  open: OpenView<string, AnyView>
  standing: readonly Standing[]
  list: ViewedList
}
const count = (n: number | undefined) => (n === undefined ? '' : n >= 1000 ? '999+' : n)

export function ViewTabs({ open: { view, kept, saved }, standing, list }: Props) {
  const t = useText(tabTexts)
  const [keeping, setKeeping] = useState<AnyView | 'new'>()
  return (
    <nav className={`${classes.views} sideways`} aria-label={t('views.tabs')}>
      {standing.map((one) => (
        <ViewLink key={one.key} to={one.to} className={classes.view} on={one.key === view}>
          {one.title}
          {'count' in one && (
            <span className={classes.count} data-hot={one.hot || undefined}>
              {count(one.count)}
            </span>
          )}
        </ViewLink>
      ))}
      {saved?.items.map((one) => (
        <ViewLink key={one.id} to={list.address(one.id)} className={classes.view} on={one.id === kept?.id}>
          {one.name}
          <span className={classes.count}>{count(one.count)}</span>
        </ViewLink>
      ))}
      {kept && (
        <ActionIcon
          className={classes.keep ?? ''}
          aria-label={t('views.edit', { name: kept.name })}
          title={t('views.edit', { name: kept.name })}
          onClick={() => setKeeping(kept)}
        >
          <IconEdit size={16} aria-hidden />
        </ActionIcon>
      )}
      <ActionIcon className={classes.keep ?? ''} aria-label={t('views.keep')} title={t('views.keep')} onClick={() => setKeeping('new')}>
        <IconKeep size={16} aria-hidden />
      </ActionIcon>
      <Suspense fallback={null}>
        {keeping && <ViewDialog view={keeping === 'new' ? undefined : keeping} list={list} saved={saved} close={() => setKeeping(undefined)} />}
      </Suspense>
    </nav>
  )
}
