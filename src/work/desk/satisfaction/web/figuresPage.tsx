/** What reporters say about our help: figures per team or month, and for leads the low answers. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '#web/kit/api.ts'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useLoadList, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { dayFromNow, today } from '#web/kit/wall.ts'
import { deskAftercare } from '../../aftercare/contract.ts'
import { useMyOrganisations } from '../../web/calls.ts'
import { deskSatisfaction, type Figure, marks } from '../contract.ts'
import { Face, FaceWord } from './faces.tsx'
import classes from './satisfaction.module.css'
import { rateWords } from './texts.ts'

const calls = api(deskSatisfaction)
const care = api(deskAftercare)
const inside = ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator', 'auditor'] as const

export default function FiguresPage() {
  const t = useText(rateWords)
  const organisations = useMyOrganisations(inside)
  const [organisationId, setOrganisationId] = useState(organisations[0]?.id ?? '')
  const [since, setSince] = useState(dayFromNow(-90))
  const [until, setUntil] = useState(today)
  const [by, setBy] = useState<'team' | 'month'>('team')
  const decides = useMay('desk.decide')
  const mayCare = useMay('desk.work')
  const { data, error, refetch } = useLoad({
    key: ['desk', 'satisfaction', organisationId, since, until, by],
    load: (signal) => calls.figures({ query: { organisationId, since, until, by } }, { signal }),
    on: ['desk.satisfaction.'],
    when: organisationId !== '' && since !== '' && until !== '',
  })
  return (
    <Page title={t('figures.title')} lead={t('figures.lead')} under={[{ label: t('figures.care'), ...(mayCare && { to: '/desk/aftercare' }) }]}>
      <div className={classes.bar}>
        {organisations.length > 1 && (
          <NativeSelect
            label={t('figures.organisation')}
            value={organisationId}
            onChange={(event) => setOrganisationId(event.currentTarget.value)}
            data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <TextInput type="date" label={t('figures.since')} value={since} onChange={(event) => setSince(event.currentTarget.value)} />
        <TextInput type="date" label={t('figures.until')} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
        <NativeSelect
          label={t('figures.by')}
          value={by}
          onChange={(event) => setBy(event.currentTarget.value as 'team')}
          data={(['team', 'month'] as const).map((value) => ({ value, label: t(`figures.by.${value}`) }))}
        />
      </div>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data && data.items.length === 0 && <Empty title={t('figures.none')}>{t('figures.none.text')}</Empty>}
      {data && data.items.length > 0 && <Figures items={[...data.items, ...(data.items.length > 1 ? [data.total] : [])]} by={by} />}
      {decides && organisationId && <LowMarks organisationId={organisationId} />}
    </Page>
  )
}

function Figures({ items, by }: { items: readonly Figure[]; by: 'team' | 'month' }) {
  const t = useText(rateWords)
  const number = new Intl.NumberFormat(t.locale, { maximumFractionDigits: 2 })
  const share = new Intl.NumberFormat(t.locale, { style: 'percent' })
  return (
    <div className="sideways">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t(`figures.by.${by}`)}</th>
            <th scope="col">{t('figures.asked')}</th>
            <th scope="col">{t('figures.answered')}</th>
            <th scope="col">{t('figures.share')}</th>
            <th scope="col">{t('figures.mean')}</th>
            {[...marks].reverse().map((mark) => (
              <th key={mark} scope="col">
                <FaceWord mark={mark} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the total has no key of its own
            <tr key={`${one.key} ${at}`}>
              <th scope="row">{one.name}</th>
              <td className={classes.number}>{one.asked}</td>
              <td className={classes.number}>{one.answered}</td>
              <td className={classes.number}>{one.asked === 0 ? '–' : share.format(one.answered / one.asked)}</td>
              <td className={classes.number}>{one.mean === null ? '–' : number.format(one.mean)}</td>
              {one.tooFew ? (
                <td colSpan={5} className="dim">
                  {t('figures.tooFew')}
                </td>
              ) : (
                [...marks].reverse().map((mark) => (
                  <td key={mark} className={classes.number}>
                    {one.marks[mark - 1]}
                  </td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function LowMarks({ organisationId }: { organisationId: string }) {
  const t = useText(rateWords)
  const reload = useReload()
  const key = ['desk', 'satisfaction', 'low', organisationId]
  const { rows, error, retry } = useLoadList({
    key,
    load: (after, signal) => calls.low({ query: { organisationId, seen: 'false', limit: 20, ...(after && { after }) } }, { signal }),
    on: ['desk.satisfaction.'],
  })
  const seen = (id: string, round: number) =>
    calls
      .markSeen({ params: { id, round: String(round) } })
      .then(() => reload(key))
      .catch((thrown) => toastProblem(thrown, t('low.seen')))
  const plan = (id: string) =>
    care
      .plan({ params: { id }, body: { why: t('low.care.why'), afterDays: 0 } })
      .then(() => toast(t('low.care.done')))
      .catch((thrown) => toastProblem(thrown, t('low.care')))
  return (
    <Section title={t('low.title')}>
      {rows && rows.length > 0 && <p className="dim">{t('low.lead')}</p>}
      {error && <Failure error={error} retry={retry} />}
      {rows?.length === 0 && <p className="dim">{t('low.none')}</p>}
      <ul className={classes.low}>
        {rows?.map((one) => (
          <li key={`${one.caseId} ${one.round}`}>
            <span className={classes.mark}>
              <Face mark={one.mark} /> <strong>{t(`desk.satisfaction.mark.${one.mark as 1}`)}</strong>
            </span>
            {one.word && <span>{one.word}</span>}
            <span className={classes.foot}>
              <Link to={`/desk/cases/${one.number}`}>
                <span className="mono">{one.number}</span> {one.title}
              </Link>
              <span>{one.by?.name ?? t('low.anonymous')}</span>
              {one.team && <span>{one.team.name}</span>}
              <Time at={one.at} />
              <Button size="xs" variant="default" onClick={() => void seen(one.caseId, one.round)}>
                {t('low.seen')}
              </Button>
              <Button size="xs" variant="default" onClick={() => void plan(one.caseId)}>
                {t('low.care')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
