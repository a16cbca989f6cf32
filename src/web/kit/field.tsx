/** One field of a form, by its kind. */
import { Checkbox, NativeSelect, NumberInput, PasswordInput, Radio, Textarea, TextInput } from '@mantine/core'
import classes from './form.module.css'
import type { Shown } from './form.tsx'
import { useLooks, useWords } from './texts.ts'
import { wallMoment } from './wall.ts'

interface Props extends Shown {
  id: string
  value: unknown
  error: string | undefined
  optionText: (option: string) => string
  change: (value: unknown) => void
}

/** What is being typed stays as it is. */
const localMoment = (value: unknown): string =>
  typeof value === 'string' && /Z$|[+-]\d\d:\d\d$/.test(value) ? wallMoment(value) : String(value ?? '')

export function Field(props: Props) {
  const { field, plan, value, change, error, id } = props
  const words = useWords()
  const label = (
    <>
      {props.label}
      {!field.required && field.kind !== 'boolean' && <span className={classes.optional}> ({words('kit.optional')})</span>}
    </>
  )
  const common = {
    id,
    name: field.name,
    label,
    error,
    description: plan.refused ?? props.help,
    disabled: plan.refused !== undefined,
    autoFocus: plan.autoFocus ?? false,
    // In a dialog this tells where the focus begins.
    ...(plan.autoFocus && { 'data-autofocus': true }),
    ...(plan.placeholder && { placeholder: plan.placeholder }),
    ...(plan.autoComplete && { autoComplete: plan.autoComplete }),
    'aria-required': field.required,
  }
  const text = String(value ?? '')
  const put = (event: { currentTarget: { value: string } }) => change(event.currentTarget.value)
  switch (field.kind) {
    case 'boolean':
      return <Checkbox {...common} checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />
    case 'choice':
      return <Choice {...props} common={common} />
    case 'number':
      return <NumberInput {...common} className={classes.short ?? ''} hideControls value={text} onChange={change} />
    case 'long':
    case 'lines':
      return (
        <Textarea {...common} autosize minRows={plan.rows ?? 4} maxRows={24} value={Array.isArray(value) ? value.join('\n') : text} onChange={put} />
      )
    case 'password':
      return <PasswordInput {...common} visibilityToggleButtonProps={{ 'aria-label': words('kit.password.show') }} value={text} onChange={put} />
    case 'date':
      return <TextInput {...common} type="date" className={classes.short ?? ''} value={text} onChange={put} />
    case 'moment':
      return <Moment {...props} common={common} />
    default:
      return (
        <TextInput
          {...common}
          type={field.kind === 'email' ? 'email' : 'text'}
          inputMode={field.kind === 'email' ? 'email' : 'text'}
          value={text}
          onChange={put}
        />
      )
  }
}

interface Common {
  id: string
  label: React.ReactNode
  description: string | undefined
  error: string | undefined
  'aria-required': boolean
}

function Moment({ value, change, common }: Props & { common: Common }) {
  const words = useWords()
  const { timeZone } = useLooks()
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zone = here === timeZone ? undefined : words('kit.form.zone', { zone: here })
  return (
    <TextInput
      {...common}
      type="datetime-local"
      description={[common.description, zone].filter(Boolean).join(' · ') || undefined}
      className={classes.short ?? ''}
      value={localMoment(value)}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

function Choice({ field, plan, value, change, optionText, common }: Props & { common: Common }) {
  const words = useWords()
  const options = plan.options ?? (field.options ?? []).map((option) => ({ value: option, label: optionText(option) }))
  if (!plan.radio)
    return (
      <NativeSelect {...common} value={String(value ?? '')} onChange={(event) => change(event.currentTarget.value)}>
        {(value === undefined || value === '' || !field.required) && <option value="">{words('kit.choose')}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    )
  const { id, 'aria-required': _, ...rest } = common
  return (
    <Radio.Group {...rest} size="md" value={String(value ?? '')} onChange={change}>
      <div className={classes.radios}>
        {options.map((option, at) => (
          <Radio key={option.value} {...(at === 0 && { id })} value={option.value} label={option.label} />
        ))}
      </div>
    </Radio.Group>
  )
}
