/** Where a reporter begins: one large question, and what was reported before in plain words. */
import { Button, TextInput } from '@mantine/core'
import IconInbox from '@tabler/icons-react/dist/esm/icons/IconInbox.mjs'
import { useState } from 'react'
import { Link, listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Heading, Section, useCrumbs } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { ViewLink } from '#web/kit/viewLink.tsx'
import { Parts } from '../part.tsx'
import { portalNotices } from './parts.ts'
import classes from './portal.module.css'
import { portalCalls } from './portalCalls.ts'
import { Says } from './says.tsx'
import { portalWords } from './texts.ts'

export default function PortalPage() {
  const t = useText(portalWords)
  const go = useGo()
  const [what, setWhat] = useState('')
  useCrumbs([{ label: t('portal.title') }])
  return (
    <div className={classes.portal}>
      <Parts parts={portalNotices} props={{ at: 'home' }} />
      <div className={classes.ask}>
        <Heading>{t('portal.hello')}</Heading>
        <p className="dim">{t('portal.hello.lead')}</p>
        <form
          className={classes.askForm}
          onSubmit={(event) => {
            event.preventDefault()
            go(what.trim() ? `/portal/new?${new URLSearchParams({ title: what.trim() })}` : '/portal/new')
          }}
        >
          <TextInput
            size="lg"
            aria-label={t('portal.hello')}
            placeholder={t('portal.hello.placeholder')}
            value={what}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setWhat(event.currentTarget.value)}
          />
          <Button type="submit" size="lg">
            {t('portal.hello.go')}
          </Button>
        </form>
        <p className={classes.askFor}>
          <Link to="/portal/catalogue">{t('portal.askFor')}</Link>
          <Link to="/portal/documents">{t('portal.documents')}</Link>
          <Link to="/portal/devices">{t('portal.devices')}</Link>
          <Link to="/portal/status">{t('portal.status')}</Link>
        </p>
      </div>
      <Mine />
    </div>
  )
}

function Mine() {
  const t = useText(portalWords)
  const [search] = useUrlState()
  const open = listOf(search.view)[0] !== 'ended'
  const { rows, loadMore, loadingMore, error, retry } = useLoadList({
    key: ['portal', 'mine', open],
    load: (after, signal) => portalCalls.myCases({ query: { limit: 20, open: open ? 'true' : 'false', ...(after && { after }) } }, { signal }),
    on: ['cases.'],
  })
  return (
    <Section
      title={t('portal.mine')}
      actions={
        <nav className={`tabs ${classes.views}`} aria-label={t('portal.mine')}>
          <ViewLink to="/portal" on={open}>
            {t('portal.open')}
          </ViewLink>
          <ViewLink to="/portal?view=ended" on={!open}>
            {t('portal.ended')}
          </ViewLink>
        </nav>
      }
    >
      {error && !rows && <Failure error={error} retry={retry} />}
      {!rows && !error && <Skeletons rows={4} />}
      {rows?.length === 0 && (
        <Empty icon={IconInbox} title={t(open ? 'portal.mine.empty' : 'portal.mine.emptyEnded')}>
          {open && t('portal.mine.empty.text')}
        </Empty>
      )}
      <ul className={classes.reports}>
        {rows?.map((one) => (
          <li key={one.id}>
            <Link to={`/portal/cases/${one.number}`} className={classes.report}>
              <span className={classes.reportTitle}>{one.title}</span>
              <Says state={one.state} waitingFor={one.waitingFor} />
              <span className={classes.reportFoot}>
                <span className="mono">{one.number}</span>
                <Time at={one.updatedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {loadMore && (
        <Button variant="default" loading={loadingMore} onClick={loadMore}>
          {t('portal.more')}
        </Button>
      )}
    </Section>
  )
}
