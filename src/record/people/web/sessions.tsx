/** Where I am signed in; anything I do not recognise can be ended here. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { api } from '#web/kit/api.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { access as contract, type Session } from '../access/contract.ts'
import classes from './account.module.css'
import { webTexts } from './texts.ts'

const access = api(contract)
const key = ['people/sessions']

export function Sessions() {
  const t = useText(webTexts)
  const reload = useReload()
  const { data, error, refetch } = useLoad({ key, load: (signal) => access.sessions({}, { signal }), on: ['people.signed', 'people.session'] })
  const [asks, setAsks] = useState(false)
  const others = data?.items.filter((one) => !one.current) ?? []
  const end = async (session: Session) => {
    try {
      await access.endSession({ params: { id: session.id } })
      toast(t('people.sessions.ended', { count: 1 }))
    } catch (thrown) {
      toastProblem(thrown, t('people.failed'))
    }
    await reload(key)
  }
  const endOthers = async () => {
    const { ended } = await access.endOtherSessions()
    toast(t('people.sessions.ended', { count: ended }))
    await reload(key)
  }
  return (
    <Section
      title={t('people.sessions.title')}
      actions={
        <Button
          size="xs"
          variant="default"
          disabled={others.length === 0}
          title={others.length === 0 ? t('people.sessions.noOthers') : undefined}
          onClick={() => setAsks(true)}
        >
          {t('people.sessions.endOthers')}
        </Button>
      }
    >
      {error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeletons rows={3} />
      ) : (
        <ul className={classes.items}>
          {data.items.map((session) => (
            <SessionLine key={session.id} session={session} end={() => end(session)} />
          ))}
        </ul>
      )}
      <Confirm
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('people.sessions.endOthersTitle')}
        consequences={t('people.sessions.endOthersWhat', { count: others.length })}
        verb={t('people.sessions.endOthers')}
        onConfirm={endOthers}
      />
    </Section>
  )
}

function SessionLine({ session, end }: { session: Session; end: () => Promise<void> }) {
  const t = useText(webTexts)
  return (
    <li className={classes.item}>
      <div className={classes.what}>
        <span className={classes.name}>
          {session.device}
          {session.current && <StateBadge meaning="held">{t('people.sessions.current')}</StateBadge>}
        </span>
        <span className={classes.detail}>
          <span className="mono">{session.ip}</span> · {t('people.sessions.seen')} <Time at={session.lastSeenAt} /> · {t('people.sessions.since')}{' '}
          <Time at={session.createdAt} as="day" />
        </span>
      </div>
      {!session.current && (
        <Button size="xs" variant="default" onClick={() => void end()} aria-label={t('people.sessions.endNamed', { device: session.device })}>
          {t('people.sessions.end')}
        </Button>
      )}
    </li>
  )
}
