/** One back-up: what is wrong with it first, what was found, and what it is expected to be. */
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import { Remove } from '#web/kit/keptForm.tsx'
import { Link, useGo, usePath } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Refused, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { Facts, RecordPage } from '#web/kit/recordPage.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Backup } from '../contract.ts'
import { backups, scriptAt } from './backupCalls.ts'
import { BackupForm } from './backupForm.tsx'
import { BackupState, ReadShare, Sizes, Tested } from './backupMarks.tsx'
import { BackupRuns } from './backupRuns.tsx'
import classes from './backups.module.css'
import { backupTexts } from './backupTexts.ts'
import { Token } from './backupToken.tsx'

export default function BackupPage() {
  const t = useText(backupTexts)
  const { id = '' } = usePath()
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'backups', id, t.locale],
    load: (signal) => backups.backup({ params: { id } }, { signal }),
    on: ['monitoring.backup'],
    about: [`backup/${id}`],
  })
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons kind="page" />
  return (
    <RecordPage
      title={data.name}
      under={[
        { label: t('monitoring.title'), to: '/monitoring' },
        { label: t('monitoring.backups'), to: '/monitoring/backups' },
      ]}
      state={<BackupState state={data.state} active={data.active} />}
      actions={<Deeds backup={data} />}
      facts={[
        { key: 'backup.now', title: t('monitoring.backups.state'), content: <Now backup={data} /> },
        { key: 'backup.settings', title: t('monitoring.backups.settings'), content: <Settings backup={data} /> },
      ]}
    >
      <div>
        <Section title={t('monitoring.backups.why')}>
          {data.why.length === 0 ? (
            <p className="dim">{t('monitoring.backups.nothing')}</p>
          ) : (
            <Note tone={data.state === 'wrong' ? 'red' : 'amber'}>
              <ul className={classes.why}>
                {data.why.map(({ code, says }) => (
                  <li key={`${code} ${says}`}>{says}</li>
                ))}
              </ul>
            </Note>
          )}
        </Section>
        <BackupRuns id={id} />
      </div>
    </RecordPage>
  )
}

function Deeds({ backup }: { backup: Backup }) {
  const t = useText(backupTexts)
  const reload = useReload()
  const works = useMayAt('monitoring.work', backup.organisationId)
  if (!works) return null
  const ask = (call: Promise<unknown>) =>
    call.then(
      async () => {
        toast(t('monitoring.backups.asked'))
        await reload(['monitoring', 'backups'])
      },
      (thrown: unknown) => toastProblem(thrown, t('monitoring.backups.failed')),
    )
  const params = { id: backup.id }
  const off = backup.active ? undefined : t('monitoring.backups.isOff')
  return (
    <>
      {backup.kind !== 'vendor' && (
        <Refused why={off}>
          <Button loading={backup.running === 'test'} onClick={() => void ask(backups.testNow({ params }))}>
            {t('monitoring.backups.test')}
          </Button>
        </Refused>
      )}
      <Refused why={off}>
        <Button variant="default" onClick={() => void ask(backups.lookNow({ params }))}>
          {t('monitoring.backups.look')}
        </Button>
      </Refused>
    </>
  )
}

function Now({ backup }: { backup: Backup }) {
  const t = useText(backupTexts)
  const { item, newest, lookedAt, restoredAt, manifestAt } = backup
  const when = (at: string | null) => (at === null ? <span className="dim">{t('monitoring.backups.never')}</span> : <Time at={at} />)
  return (
    <Facts
      rows={[
        { label: t('monitoring.backups.item'), value: item && <Link to={`/items/${item.number}`}>{`${item.number} ${item.name}`}</Link> },
        { label: t('monitoring.backups.newest'), value: when(newest?.at ?? null) },
        { label: t('monitoring.backups.size'), value: <Sizes backup={backup} /> },
        ...(newest?.files == null ? [] : [{ label: '', key: 'files', value: t('monitoring.backups.files', { count: newest.files }) }]),
        { label: t('monitoring.backups.tested'), value: <Tested backup={backup} /> },
        { label: t('monitoring.backups.restoredAt'), value: when(restoredAt) },
        { label: t('monitoring.backups.read'), value: <ReadShare backup={backup} /> },
        { label: t('monitoring.backups.lookedAt'), value: when(lookedAt) },
        { label: t('monitoring.backups.manifestAt'), value: when(manifestAt) },
      ]}
    />
  )
}

function Settings({ backup }: { backup: Backup }) {
  const t = useText(backupTexts)
  const words = useWords()
  const go = useGo()
  const reload = useReload()
  const decides = useMayAt('monitoring.configure', backup.organisationId)
  const [changing, setChanging] = useState(false)
  const [token, setToken] = useState<string>()
  const params = { id: backup.id }
  const renew = () =>
    backups.renewToken({ params }).then(
      (made) => setToken(made.token),
      (thrown: unknown) => toastProblem(thrown, t('monitoring.backups.failed')),
    )
  return (
    <>
      <Facts
        rows={[
          { label: t('monitoring.backups.kind'), value: t(`monitoring.backups.kind.name.${backup.kind}`) },
          ...(backup.kind === 'vendor'
            ? []
            : [{ label: t('monitoring.backups.place'), value: <span className="mono">{backup.place}</span>, wide: true }]),
          { label: t('monitoring.backups.mostAge'), value: backup.mostAgeHours },
          { label: t('monitoring.backups.anomaly'), value: backup.anomalyPercent },
          { label: t('monitoring.backups.readDays'), value: backup.readDays },
          { label: t('monitoring.backups.testDays'), value: backup.testDays },
        ]}
      />
      <div className={classes.deeds}>
        <a href={scriptAt} download>
          {t('monitoring.backups.script')}
        </a>
      </div>
      {decides && (
        <div className={classes.deeds}>
          <Button size="xs" variant="default" onClick={() => setChanging(true)}>
            {t('monitoring.backups.change')}
          </Button>
          <Button size="xs" variant="default" onClick={() => void renew()}>
            {t('monitoring.backups.newToken')}
          </Button>
          <Remove
            verb={t('monitoring.backups.remove')}
            consequences={t('monitoring.backups.removeWhat')}
            run={async () => {
              await backups.removeBackup({ params })
              await reload(['monitoring', 'backups'])
              go('/monitoring/backups')
            }}
          />
        </div>
      )}
      {changing && <BackupForm backup={backup} where={[]} close={() => setChanging(false)} />}
      {token && (
        <Modal
          opened
          onClose={() => setToken(undefined)}
          title={t('monitoring.backups.token')}
          closeButtonProps={{ 'aria-label': words('kit.close') }}
        >
          <Token token={token} close={() => setToken(undefined)} />
        </Modal>
      )}
    </>
  )
}
