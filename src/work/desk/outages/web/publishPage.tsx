/** Publishes an outage or maintenance; what was typed is kept in this tab until it is there. */
import { Button, NativeSelect, Radio } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { instantOf } from '#web/kit/wall.ts'
import { useMyOrganisations } from '../../web/calls.ts'
import { type Outage, outageKinds } from '../contract.ts'
import { outageCalls } from './calls.ts'
import { type Draft, emptyDraft, halfWritten, nothingWritten, OutageFields, textOf } from './outageFields.tsx'
import classes from './outages.module.css'
import { outageWords } from './texts.ts'

const kept = 'spil.draft.outage'

export default function PublishPage() {
  const t = useText(outageWords)
  const words = useWords()
  const go = useGo()
  const [search] = useUrlState()
  const of = listOf(search.case)[0]
  const organisations = useMyOrganisations()
  const [organisationId, setOrganisation] = useState(organisations[0]?.id ?? '')
  const [kind, setKind] = useState<Outage['kind']>('outage')
  const [draft, setDraft] = useState<Draft>(() => ({ ...emptyDraft, ...JSON.parse(sessionStorage.getItem(kept) ?? '{}') }))
  const [tried, setTried] = useState(false)
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    const missing = nothingWritten(draft) || halfWritten(draft.nl) || halfWritten(draft.en)
    if (missing || (kind === 'maintenance' && (draft.from === '' || draft.until === '')) || busy) return
    setBusy(true)
    try {
      const from = instantOf(draft.from)
      await outageCalls.publish({
        body: {
          ...{ organisationId, kind, nl: textOf(draft.nl), en: textOf(draft.en), until: instantOf(draft.until) },
          ...(from && { from }),
          ...(kind === 'outage' && { nextUpdateAt: instantOf(draft.next) }),
          ...(of && { case: of }),
        },
      })
      sessionStorage.removeItem(kept)
      toast(t('out.published'))
      go('/desk/outages')
    } catch (error) {
      setWrong(problemIn(error)?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Page
      title={t('out.publish')}
      lead={of ? t('out.case', { number: of }) : t('out.manage.lead')}
      under={[
        { label: t('out.desk'), to: '/desk' },
        { label: t('out.manage'), to: '/desk/outages' },
      ]}
      width="form"
    >
      <form noValidate className={classes.form} onSubmit={(event) => void send(event)}>
        {wrong && (
          <div role="alert">
            <Note tone="red">{wrong}</Note>
          </div>
        )}
        {organisations.length > 1 && (
          <NativeSelect
            label={t('out.organisation')}
            value={organisationId}
            data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => setOrganisation(event.currentTarget.value)}
          />
        )}
        <Radio.Group label={t('out.kind')} value={kind} onChange={(value) => setKind(value as Outage['kind'])}>
          <div className={classes.words}>
            {outageKinds.map((each) => (
              <Radio key={each} value={each} label={t(`out.kind.${each}`)} />
            ))}
          </div>
        </Radio.Group>
        <OutageFields
          kind={kind}
          draft={draft}
          tried={tried}
          first={t.locale}
          change={(next) => {
            setDraft(next)
            sessionStorage.setItem(kept, JSON.stringify(next))
          }}
        />
        <div className={classes.buttons}>
          <Button type="submit" size="md" loading={busy}>
            {t('out.publish.verb')}
          </Button>
        </div>
      </form>
    </Page>
  )
}
