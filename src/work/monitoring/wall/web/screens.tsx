/** Screens that have an address of their own, which is shown once. */
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Copy } from '#web/kit/copy.tsx'
import { KeptForm, Remove, useAttempt } from '#web/kit/keptForm.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import classes from '../../reports/web/reports.module.css'
import { wallCalls } from './calls.ts'
import { wallWords } from './texts.ts'

export function Screens({ organisationId }: { organisationId: string }) {
  const t = useText(wallWords)
  const { wrong, busy, attempt } = useAttempt()
  const [name, setName] = useState('')
  const [url, setUrl] = useState<string>()
  const { data, refetch } = useLoad({
    key: ['monitoring', 'screens', organisationId],
    load: (signal) => wallCalls.screens({ query: { organisationId } }, { signal }),
    on: ['monitoring.screenChanged'],
  })
  const add = () =>
    attempt(async () => {
      setUrl((await wallCalls.addScreen({ body: { organisationId, name } })).url)
      setName('')
      await refetch()
    })
  return (
    <Section title={t('wall.screens')}>
      <p className="dim">{t('wall.screensWhat')}</p>
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <li key={one.id} className={classes.row}>
            <span>
              <strong>{one.name}</strong>{' '}
              <span className="dim">
                {one.seenAt ? (
                  <>
                    {t('wall.lastSeen')} <Time at={one.seenAt} />
                  </>
                ) : (
                  t('wall.never')
                )}
              </span>
            </span>
            <Remove
              verb={t('wall.revoke')}
              consequences={t('wall.revokes')}
              run={async () => {
                await wallCalls.removeScreen({ params: { id: one.id } })
                await refetch()
              }}
            />
          </li>
        ))}
      </ul>
      {url && (
        <Note tone="amber">
          {t('wall.once')}: <a href={url}>{url}</a> <Copy text={url} />
        </Note>
      )}
      <KeptForm wrong={wrong} save={() => void add()}>
        <div className={classes.deeds}>
          <TextInput
            aria-label={t('wall.name')}
            placeholder={t('wall.name')}
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={busy} disabled={name.trim() === ''}>
            {t('wall.add')}
          </Button>
        </div>
      </KeptForm>
    </Section>
  )
}
