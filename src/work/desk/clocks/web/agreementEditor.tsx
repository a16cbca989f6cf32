import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type AgreementBody, type Applies, type Target, usualAgreement } from '#record/cases/clocks/contract.ts'
import { kinds, priorities } from '#record/cases/contract.ts'
import { useText } from '#web/kit/texts.ts'
import { useTeams } from '../../web/calls.ts'
import type { AgreementView } from '../contract.ts'
import { clockCalls } from './calls.ts'
import classes from './clocks.module.css'
import { freshKey, useSaving } from './draft.ts'
import { SaveButton, SaveError } from './saved.tsx'
import { TargetEditor } from './targetEditor.tsx'
import { clockWords } from './texts.ts'

interface Props {
  view: AgreementView
  may: boolean
  /** It is a new one. */
  added?: () => void
}
export function AgreementEditor({ view, may, added }: Props) {
  const t = useText(clockWords)
  const { organisationId, id, version, first } = view
  const [body, setBody] = useState<AgreementBody>(view.body)
  const { error, busy, save } = useSaving(['desk', 'agreements', organisationId])
  const put = (change: Partial<AgreementBody>) => setBody({ ...body, ...change })
  const putTarget = (at: number, target: Target) => put({ targets: body.targets.map((one, other) => (other === at ? target : one)) })
  const send = async () => {
    const done = await save(() =>
      added
        ? clockCalls.addAgreement({ body: { organisationId, body } })
        : clockCalls.changeAgreement({ params: { id }, body: { organisationId, version, body } }),
    )
    if (done) added?.()
  }
  const removal =
    first || added
      ? undefined
      : {
          name: view.body.name,
          remove: () => save(() => clockCalls.removeAgreement({ params: { id }, query: { organisationId, version } }), t('clk.removed')),
        }
  const changed = added !== undefined || JSON.stringify(body) !== JSON.stringify(view.body)
  return (
    <div className={classes.editor}>
      <SaveError error={error} />
      <div className={classes.row}>
        <TextInput
          label={t('clk.name')}
          placeholder={first ? t('clk.agreement.first') : ''}
          disabled={!may}
          value={body.name}
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
        {!first && (
          <>
            <Checkbox
              label={t('clk.active')}
              disabled={!may}
              checked={body.active}
              onChange={(event) => put({ active: event.currentTarget.checked })}
            />
            <Checkbox
              label={t('clk.instead')}
              disabled={!may}
              checked={body.instead}
              onChange={(event) => put({ instead: event.currentTarget.checked })}
            />
          </>
        )}
      </div>
      {!first && <AppliesTo organisationId={organisationId} applies={body.applies} may={may} onChange={(applies) => put({ applies })} />}
      <fieldset className={classes.group}>
        <legend>{t('clk.targets')}</legend>
        {body.targets.map((target, at) => (
          <details key={target.key} className={classes.card} open={body.targets.length === 1}>
            <summary>{target.name || t(`clk.kind.${target.kind}`)}</summary>
            <div>
              <TargetEditor
                organisationId={organisationId}
                target={target}
                may={may}
                onChange={(one) => putTarget(at, one)}
                remove={body.targets.length > 1 ? () => put({ targets: body.targets.filter((_, other) => other !== at) }) : undefined}
              />
            </div>
          </details>
        ))}
        {may && body.targets.length < 12 && (
          <div>
            <Button variant="subtle" size="xs" onClick={() => put({ targets: [...body.targets, freshTarget(t('clk.kind.own'))] })}>
              {t('clk.addTarget')}
            </Button>
          </div>
        )}
      </fieldset>
      {may && <SaveButton changed={changed} busy={busy} save={() => void send()} removal={removal} />}
    </div>
  )
}

const freshTarget = (name: string): Target => ({
  ...(usualAgreement().targets[1] as Target),
  key: freshKey('target'),
  kind: 'own',
  name,
  retroactive: false,
})

interface AppliesProps {
  organisationId: string
  applies: Applies
  may: boolean
  onChange: (applies: Applies) => void
}
function AppliesTo({ organisationId, applies, may, onChange }: AppliesProps) {
  const t = useText(clockWords)
  const teams = useTeams(organisationId)
  const [services, setServices] = useState(applies.services.join(', '))
  const flip = <T,>(all: readonly T[], one: T): T[] => (all.includes(one) ? all.filter((other) => other !== one) : [...all, one])
  return (
    <fieldset className={classes.group}>
      <legend>{t('clk.applies')}</legend>
      <p className="dim small">{t('clk.applies.lead')}</p>
      <Checkbox
        label={t('clk.applies.chosen')}
        disabled={!may}
        checked={applies.chosen}
        onChange={(event) => onChange({ ...applies, chosen: event.currentTarget.checked })}
      />
      <div className={classes.checks}>
        {kinds.map((kind) => (
          <Checkbox
            key={kind}
            label={t(`cases.kind.${kind}`)}
            disabled={!may}
            checked={applies.kinds.includes(kind)}
            onChange={() => onChange({ ...applies, kinds: flip(applies.kinds, kind) })}
          />
        ))}
      </div>
      <div className={classes.checks}>
        {priorities.map((priority) => (
          <Checkbox
            key={priority}
            label={`${t('cases.priority')}: ${t(`cases.priority.${priority}`)}`}
            disabled={!may}
            checked={applies.priorities.includes(priority)}
            onChange={() => onChange({ ...applies, priorities: flip(applies.priorities, priority) })}
          />
        ))}
      </div>
      <div className={classes.checks}>
        {teams?.map((team) => (
          <Checkbox
            key={team.id}
            label={team.name}
            disabled={!may}
            checked={applies.teamIds.includes(team.id)}
            onChange={() => onChange({ ...applies, teamIds: flip(applies.teamIds, team.id) })}
          />
        ))}
      </div>
      <TextInput
        label={t('clk.services')}
        description={t('clk.services.help')}
        disabled={!may}
        value={services}
        onChange={(event) => {
          setServices(event.currentTarget.value)
          const names = event.currentTarget.value.split(',').map((name) => name.trim())
          onChange({ ...applies, services: names.filter((name) => name !== '') })
        }}
      />
    </fieldset>
  )
}
