/** Settings of testing and closing, of satisfaction and of aftercare. */
import { Button, Checkbox, NativeSelect, NumberInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { type ClosingPolicy, closingNeeds, testings } from '#record/cases/closing/contract.ts'
import { kinds } from '#record/cases/contract.ts'
import { api } from '#web/kit/api.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { CareRules } from '../../aftercare/web/rules.tsx'
import { deskSatisfaction, type SatisfactionSettings } from '../../satisfaction/contract.ts'
import type { SettingsProps } from '../../web/settings/parts.ts'
import { deskClosing } from '../contract.ts'
import classes from './closing.module.css'
import { settingWords } from './settingsTexts.ts'
import { StepTemplates } from './templates.tsx'

const closing = api(deskClosing)
const satisfaction = api(deskSatisfaction)
interface View<T> {
  organisationId: string
  version: number
  value: T
}

export default function ClosingSection({ organisationId, may }: SettingsProps) {
  const t = useText(settingWords)
  const policy = useLoad({
    key: ['desk', 'closing', 'policy', organisationId],
    load: (signal) => closing.policy({ query: { organisationId } }, { signal }),
    on: ['cases.closingPolicyChanged'],
  })
  const asked = useLoad({
    key: ['desk', 'satisfaction', 'settings', organisationId],
    load: (signal) => satisfaction.settings({ query: { organisationId } }, { signal }),
    on: ['desk.satisfaction.settingsChanged'],
  })
  const error = policy.error ?? asked.error
  if (error) return <Failure error={error} retry={() => void policy.refetch()} />
  if (!policy.data || !asked.data) return <Skeletons rows={6} />
  const { data } = policy
  return (
    <>
      <Section title={t('cset.title')}>
        <p className={classes.quiet}>{t('cset.lead')}</p>
        <PolicyEditor key={data.version} view={{ organisationId, version: data.version, value: data.policy }} may={may} />
      </Section>
      <StepTemplates organisationId={organisationId} may={may} />
      <Section title={t('cset.sat')}>
        <p className={classes.quiet}>{t('cset.sat.lead')}</p>
        <AskedEditor key={asked.data.version} view={{ organisationId, version: asked.data.version, value: asked.data.settings }} may={may} />
      </Section>
      <CareRules organisationId={organisationId} may={may} />
    </>
  )
}

const linesOf = (codes: ClosingPolicy['causes']) =>
  codes
    .filter(({ active }) => active)
    .map(({ nl, en }) => `${nl} / ${en}`)
    .join('\n')
/** What is no longer in the list is kept as not used any more. */
function codesOf(text: string, before: ClosingPolicy['causes']): ClosingPolicy['causes'] {
  const wanted = text
    .split('\n')
    .map((line) => line.split('/').map((part) => part.trim()))
    .filter(([nl]) => nl)
    .map(([nl = '', en]) => ({ nl, en: en || nl }))
  const known = before.map((one) => ({ ...one, active: wanted.some(({ nl, en }) => nl === one.nl && en === one.en) }))
  const fresh = wanted.filter(({ nl, en }) => !before.some((one) => one.nl === nl && one.en === en))
  const codeFor = (nl: string, at: number) =>
    `c${nl
      .normalize('NFD')
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 24)}${before.length + at}`
  return [...known, ...fresh.map(({ nl, en }, at) => ({ code: codeFor(nl, at), nl, en, active: true }))]
}

function PolicyEditor({ view, may }: { view: View<ClosingPolicy>; may: boolean }) {
  const t = useText(settingWords)
  const reload = useReload()
  const [draft, setDraft] = useState(view.value)
  const [solutions, setSolutions] = useState(linesOf(view.value.solutions))
  const [causes, setCauses] = useState(linesOf(view.value.causes))
  const put = (part: Partial<ClosingPolicy>) => setDraft({ ...draft, ...part })
  const save = () =>
    closing
      .changePolicy({
        body: {
          organisationId: view.organisationId,
          version: view.version,
          policy: { ...draft, solutions: codesOf(solutions, draft.solutions), causes: codesOf(causes, draft.causes) },
        },
      })
      .then(() => toast(t('cset.saved')))
      .then(() => reload(['desk', 'closing', 'policy']))
      .catch((error) => toastProblem(error, t('cset.title')))
  return (
    <div className={classes.form}>
      <Rules draft={draft} put={put} may={may} />
      <Checkbox.Group label={t('cset.notFor')} value={draft.notFor} onChange={(notFor) => put({ notFor: notFor as ClosingPolicy['notFor'] })}>
        <div className={classes.two}>
          {kinds.map((kind) => (
            <Checkbox key={kind} disabled={!may} value={kind} label={t(`cases.kind.${kind}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <Needs draft={draft} put={put} may={may} />
      <Textarea
        disabled={!may}
        label={t('cset.codes.solutions')}
        description={t('cset.codes.help')}
        autosize
        minRows={3}
        value={solutions}
        onChange={(event) => setSolutions(event.currentTarget.value)}
      />
      <Textarea
        disabled={!may}
        label={t('cset.codes.causes')}
        description={t('cset.codes.help')}
        autosize
        minRows={3}
        value={causes}
        onChange={(event) => setCauses(event.currentTarget.value)}
      />
      {may && (
        <div>
          <Button onClick={() => void save()}>{t('cset.save')}</Button>
        </div>
      )}
    </div>
  )
}

function Needs({ draft, put, may }: Editing) {
  const t = useText(settingWords)
  const has = (kind: (typeof kinds)[number]) => draft.needs[kind] ?? ['solution']
  return (
    <div>
      <h3 className={classes.try}>{t('cset.needs')}</h3>
      <div className="sideways">
        <table className={classes.needs}>
          <thead>
            <tr>
              <td />
              {closingNeeds.map((need) => (
                <th key={need} scope="col">
                  {t(`cset.need.${need}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <tr key={kind}>
                <th scope="row">{t(`cases.kind.${kind}`)}</th>
                {closingNeeds.map((need) => (
                  <td key={need}>
                    <Checkbox
                      disabled={!may}
                      aria-label={`${t(`cases.kind.${kind}`)}: ${t(`cset.need.${need}`)}`}
                      checked={has(kind).includes(need)}
                      onChange={(event) =>
                        put({
                          needs: {
                            ...draft.needs,
                            [kind]: event.currentTarget.checked ? [...has(kind), need] : has(kind).filter((one) => one !== need),
                          },
                        })
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

function AskedEditor({ view, may }: { view: View<SatisfactionSettings>; may: boolean }) {
  const t = useText(settingWords)
  const reload = useReload()
  const [draft, setDraft] = useState(view.value)
  const put = (part: Partial<SatisfactionSettings>) => setDraft({ ...draft, ...part })
  const save = () =>
    satisfaction
      .changeSettings({ body: { organisationId: view.organisationId, version: view.version, settings: draft } })
      .then(() => toast(t('cset.saved')))
      .then(() => reload(['desk', 'satisfaction', 'settings']))
      .catch((error) => toastProblem(error, t('cset.sat')))
  return (
    <div className={classes.form}>
      <Checkbox
        disabled={!may}
        label={t('cset.sat.active')}
        checked={draft.active}
        onChange={(event) => put({ active: event.currentTarget.checked })}
      />
      <Checkbox
        disabled={!may}
        label={t('cset.sat.anonymous')}
        checked={draft.anonymous}
        onChange={(event) => put({ anonymous: event.currentTarget.checked })}
      />
      <NumberInput
        maw={360}
        disabled={!may}
        label={t('cset.sat.days')}
        min={1}
        max={60}
        value={draft.changeDays}
        onChange={(value) => put({ changeDays: Math.max(1, Math.min(60, Number(value) || 1)) })}
      />
      <NativeSelect
        maw={360}
        disabled={!may}
        label={t('cset.sat.low')}
        value={String(draft.lowMark)}
        data={[1, 2, 3, 4].map((value) => ({ value: String(value), label: String(value) }))}
        onChange={(event) => put({ lowMark: Number(event.currentTarget.value) })}
      />
      {may && (
        <div>
          <Button onClick={() => void save()}>{t('cset.save')}</Button>
        </div>
      )}
    </div>
  )
}

interface Editing {
  draft: ClosingPolicy
  put: (part: Partial<ClosingPolicy>) => void
  may: boolean
}
function Rules({ draft, put, may }: Editing) {
  const t = useText(settingWords)
  const days = (value: number | string) => (value === '' ? null : Math.max(1, Math.min(60, Math.round(Number(value)))))
  return (
    <>
      <NativeSelect
        maw={360}
        disabled={!may}
        label={t('cset.testing')}
        value={draft.testing}
        data={testings.map((value) => ({ value, label: t(`cset.testing.${value}`) }))}
        onChange={(event) => put({ testing: event.currentTarget.value as ClosingPolicy['testing'] })}
      />
      <NumberInput
        maw={360}
        disabled={!may}
        label={t('cset.remind')}
        description={t('cset.empty')}
        min={1}
        max={60}
        value={draft.remindAfter ?? ''}
        onChange={(value) => put({ remindAfter: days(value) })}
      />
      <NumberInput
        maw={360}
        disabled={!may}
        label={t('cset.close')}
        description={t('cset.empty')}
        min={1}
        max={60}
        value={draft.closeAfter ?? ''}
        onChange={(value) => put({ closeAfter: days(value) })}
      />
      <NumberInput
        maw={360}
        disabled={!may}
        label={t('cset.reopen')}
        min={1}
        max={260}
        value={draft.reopenWithin}
        onChange={(value) => put({ reopenWithin: Math.max(1, Math.round(Number(value) || 1)) })}
      />
    </>
  )
}
