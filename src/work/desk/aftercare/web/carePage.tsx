/** Nazorg: whom to contact after a case has closed. */
import { Button } from '@mantine/core'
import IconHandshake from '@tabler/icons-react/dist/esm/icons/IconHeartHandshake.mjs'
import { Link, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useLoadList, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { ViewLink } from '#web/kit/viewLink.tsx'
import classes from '../../closing/web/closing.module.css'
import { closingWords } from '../../closing/web/texts.ts'
import { aftercareViews } from '../contract.ts'
import { CareCard } from './care.tsx'
import { careCalls } from './careCalls.ts'

const isView = (text: unknown): text is (typeof aftercareViews)[number] => (aftercareViews as readonly unknown[]).includes(text)

export default function CarePage() {
  const t = useText(closingWords)
  const reload = useReload()
  const [{ view: asked }] = useUrlState()
  const view = isView(asked) ? asked : 'mine'
  const counts = useLoad({ key: ['desk', 'aftercare', 'counts'], load: (signal) => careCalls.counts({}, { signal }), on: ['desk.aftercare.'] }).data
  const { rows, loadMore, loadingMore, error, retry } = useLoadList({
    key: ['desk', 'aftercare', view],
    load: (after, signal) => careCalls.list({ query: { view, limit: 50, ...(after && { after }) } }, { signal }),
    on: ['desk.aftercare.'],
  })
  const countOf = (one: (typeof aftercareViews)[number]) => (one === 'ended' ? undefined : counts?.[one])
  const label = (one: (typeof aftercareViews)[number]) => `${t(`care.${one}`)}${countOf(one) ? ` (${countOf(one)})` : ''}`
  return (
    <Page title={t('care.title')} lead={t('care.lead')} actions={<Link to="/desk/satisfaction">{t('care.satisfaction')}</Link>}>
      <nav className="tabs" aria-label={t('care.views')}>
        {aftercareViews.map((one) => (
          <ViewLink key={one} to={`/desk/aftercare?view=${one}`} on={one === view}>
            {label(one)}
          </ViewLink>
        ))}
      </nav>
      {error && !rows && <Failure error={error} retry={retry} />}
      {!rows && !error && <Skeletons rows={4} />}
      {rows?.length === 0 && (
        <Empty icon={IconHandshake} title={t('care.none')}>
          {t('care.none.text')}
        </Empty>
      )}
      <ul className={classes.list}>
        {rows?.map((one) => (
          <CareCard key={one.id} one={one} again={() => void reload(['desk', 'aftercare'])} />
        ))}
      </ul>
      {loadMore && (
        <Button variant="default" loading={loadingMore} onClick={loadMore}>
          {t('care.more')}
        </Button>
      )}
    </Page>
  )
}
