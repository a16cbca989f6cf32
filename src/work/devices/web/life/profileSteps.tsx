/** The steps of a profile, in order: what is done, how, and what proves it. */
import { ActionIcon, Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { keyFor } from '#record/items/web/keyFor.ts'
import { moved } from '#record/items/web/kindRow.tsx'
import { ConditionField } from '#record/norms/web/condition.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Step } from '../../provisioning/contract.ts'
import classes from '../devices.module.css'
import { lifeTexts } from './lifeTexts.ts'

const whats = ['tick', 'fact', 'named', 'software'] as const
/** The same step, proven in another way. */
function provenBy({ key, title, help }: Step, what: Step['what']): Step {
  const step = { key, title, help }
  if (what === 'fact') return { ...step, what, condition: '', maxAge: 7 * 1440 }
  if (what === 'software') return { ...step, what, products: [] }
  return { ...step, what }
}

interface Props {
  steps: readonly Step[]
  organisationId: string
  put: (steps: Step[]) => void
}
export function StepRows({ steps, organisationId, put }: Props) {
  const t = useText(lifeTexts)
  const change = (at: number, step: Step) => put(steps.map((one, place) => (place === at ? step : one)))
  const add = () => {
    const key = keyFor(
      'step',
      steps.map((one) => one.key),
    )
    put([...steps, { key, what: 'tick', title: '', help: '' }])
  }
  return (
    <>
      <ol className={classes.list} aria-label={t('devices.profiles.steps')}>
        {steps.map((step, at) => (
          <li key={step.key} className={classes.step}>
            <div className={classes.stepHead}>
              <TextInput
                label={t('devices.profiles.stepTitle')}
                required
                maxLength={200}
                value={step.title}
                onChange={(event) => change(at, { ...step, title: event.currentTarget.value })}
              />
              <NativeSelect
                label={t('devices.profiles.stepWhat')}
                value={step.what}
                onChange={(event) => change(at, provenBy(step, whats.find((one) => one === event.currentTarget.value) ?? 'tick'))}
                data={whats.map((value) => ({ value, label: t(`devices.profiles.what.${value}`) }))}
              />
              <Tools
                name={step.title || '…'}
                at={at}
                of={steps.length}
                move={(to) => put(moved(steps, at, to))}
                take={() => put(steps.filter((_, place) => place !== at))}
              />
            </div>
            <Proof step={step} organisationId={organisationId} put={(next) => change(at, next)} />
            <TextInput
              label={t('devices.profiles.stepHelp')}
              maxLength={2000}
              value={step.help}
              onChange={(event) => change(at, { ...step, help: event.currentTarget.value })}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button variant="default" size="compact-sm" disabled={steps.length >= 60} onClick={add}>
          {t('devices.profiles.addStep')}
        </Button>
      </div>
    </>
  )
}

function Proof({ step, organisationId, put }: { step: Step; organisationId: string; put: (step: Step) => void }) {
  const t = useText(lifeTexts)
  if (step.what === 'fact')
    return (
      <>
        <ConditionField
          organisationId={organisationId}
          value={step.condition}
          readOnly={false}
          onChange={(condition) => put({ ...step, condition })}
        />
        <NumberInput
          label={t('devices.profiles.maxAge')}
          min={1}
          max={87_600}
          value={step.maxAge === null ? '' : Math.round(step.maxAge / 60)}
          onChange={(hours) => put({ ...step, maxAge: typeof hours === 'number' ? hours * 60 : null })}
        />
      </>
    )
  if (step.what === 'software')
    return (
      <Textarea
        label={t('devices.profiles.products')}
        required
        autosize
        minRows={2}
        value={step.products.join('\n')}
        onChange={(event) => put({ ...step, products: event.currentTarget.value.split('\n').slice(0, 50) })}
        onBlur={() => put({ ...step, products: step.products.map((one) => one.trim()).filter((one) => one !== '') })}
      />
    )
  return null
}

interface ToolProps {
  name: string
  at: number
  of: number
  move: (to: number) => void
  take: () => void
}
function Tools({ name, at, of, move, take }: ToolProps) {
  const t = useText(lifeTexts)
  return (
    <span className={classes.tools}>
      <ActionIcon aria-label={t('devices.profiles.up', { name })} disabled={at === 0} onClick={() => move(at - 1)}>
        <IconUp size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label={t('devices.profiles.down', { name })} disabled={at === of - 1} onClick={() => move(at + 1)}>
        <IconDown size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label={t('devices.profiles.take', { name })} onClick={take}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </span>
  )
}
