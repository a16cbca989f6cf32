/** The dashboards there are: mine, shared ones, and those that come with Spil. */
import { Button, Modal, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { KeptForm, useAttempt } from '#web/kit/keptForm.tsx'
import { Link, useGo } from '#web/kit/links.tsx'
import { Failure, Note } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { type Column, Table } from '#web/kit/table.tsx'
import { type Text, useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import { MonitoringPage } from '../../web/places.tsx'
import { roomTexts } from '../../web/roomTexts.ts'
import type { Left, ListedDashboard } from '../contract.ts'
import { dashboards, useDashboards } from './calls.ts'
import { dashboardTexts } from './dashboardTexts.ts'

const columnsOf = (t: Text<keyof typeof dashboardTexts & string>): Column<ListedDashboard>[] => [
  { key: 'title', title: t('monitoring.dashboard.title'), render: ({ title }) => title, lead: true, fixed: true },
  {
    key: 'scope',
    title: t('monitoring.dashboard.scope'),
    width: 200,
    render: ({ scope, team }) => (scope === 'team' && team ? team.name : t(`monitoring.dashboard.scope.${scope}`)),
  },
  { key: 'panels', title: t('monitoring.dashboard.panels'), width: 90, end: true, mono: true, wideOnly: true, render: ({ panels }) => panels },
  { key: 'owner', title: t('monitoring.dashboard.owner'), width: 180, wideOnly: true, render: ({ owner }) => owner?.name ?? 'Spil' },
  { key: 'changed', title: t('monitoring.dashboard.changedAt'), width: 130, render: ({ changedAt }) => changedAt && <Time at={changedAt} /> },
]

export default function DashboardsPage() {
  const t = useText(dashboardTexts)
  const room = useText(roomTexts)
  const works = useMay('monitoring.work')
  const { data, error, refetch } = useDashboards()
  const [adding, setAdding] = useState(false)
  const [left, setLeft] = useState<{ id: string; title: string; left: readonly Left[] }>()
  return (
    <MonitoringPage
      title={room('monitoring.dashboards')}
      width="fill"
      actions={
        works && (
          <>
            <Import done={setLeft} />
            <Button onClick={() => setAdding(true)}>{t('monitoring.dashboard.new')}</Button>
          </>
        )
      }
    >
      {left && (
        <Note tone={left.left.length > 0 ? 'amber' : 'green'}>
          <Link to={`/monitoring/dashboards/${left.id}`}>{t('monitoring.dashboard.imported', { title: left.title })}</Link>
          {left.left.length > 0 && (
            <>
              <p>{t('monitoring.dashboard.leftOut', { count: left.left.length })}</p>
              <ul>
                {left.left.slice(0, 20).map(({ what, why }) => (
                  <li key={`${what} ${why}`}>
                    {what}: {why}
                  </li>
                ))}
              </ul>
            </>
          )}
        </Note>
      )}
      {error && !data ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Table
          name="monitoring/dashboards"
          label={room('monitoring.dashboards')}
          columns={columnsOf(t)}
          rows={data?.items}
          rowKey={({ id }) => id}
          rowName={({ title }) => title}
          href={({ id }) => `/monitoring/dashboards/${id}`}
        />
      )}
      {adding && <NewDashboard close={() => setAdding(false)} />}
    </MonitoringPage>
  )
}

function NewDashboard({ close }: { close: () => void }) {
  const t = useText(dashboardTexts)
  const words = useWords()
  const go = useGo()
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const [title, setTitle] = useState('')
  const save = () => {
    if (title.trim() === '') return setWrong(t('monitoring.dashboard.titleNeeded'))
    void attempt(async () => {
      const { id } = await dashboards.addDashboard({ body: { definition: { title: title.trim() } } })
      go(`/monitoring/dashboards/${id}`)
    })
  }
  return (
    <Modal opened onClose={close} title={t('monitoring.dashboard.new')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <KeptForm wrong={wrong} save={save}>
        <TextInput
          label={t('monitoring.dashboard.title')}
          value={title}
          maxLength={120}
          data-autofocus
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy}>
          {t('monitoring.dashboard.begin')}
        </Button>
      </KeptForm>
    </Modal>
  )
}

function Import({ done }: { done: (left: { id: string; title: string; left: readonly Left[] }) => void }) {
  const t = useText(dashboardTexts)
  const input = useRef<HTMLInputElement>(null)
  const take = async (file: File | undefined) => {
    if (!file) return
    try {
      const read: unknown = JSON.parse(await file.text())
      const { dashboard, left } = await dashboards.importDashboard({ body: { file: read } })
      done({ id: dashboard.id, title: dashboard.title, left })
    } catch (error) {
      toastProblem(error, problemIn(error) ? t('monitoring.dashboard.failed') : t('monitoring.dashboard.notJson'))
    }
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('monitoring.dashboard.file')}
        onChange={(event) => {
          void take(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
      <Button variant="default" onClick={() => input.current?.click()}>
        {t('monitoring.dashboard.import')}
      </Button>
    </>
  )
}
