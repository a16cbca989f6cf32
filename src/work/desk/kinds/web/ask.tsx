/** A form in a dialog: what it is about on top, closes when it was done, says what was refused. */
import { Modal } from '@mantine/core'
import type * as z from 'zod'
import type { Texts } from '#platform/i18n.ts'
import { type FieldPlan, Form } from '#web/kit/form.tsx'
import { useWords } from '#web/kit/texts.ts'
import classes from './kinds.module.css'

interface Props<S extends z.ZodObject> {
  title: string
  lead?: string | undefined
  schema: S
  texts: Texts
  prefix: string
  fields: readonly (string | FieldPlan)[]
  initial?: Partial<z.input<S>>
  verb: string
  submit: (values: z.output<S>) => Promise<unknown>
  onClose: () => void
  children?: (values: Readonly<Record<string, unknown>>) => React.ReactNode
}
export function Ask<S extends z.ZodObject>({ title, lead, submit, onClose, ...form }: Props<S>) {
  const words = useWords()
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': words('kit.close') }}>
      {lead && <p className={classes.lead}>{lead}</p>}
      <Form
        {...form}
        submit={async (values) => {
          await submit(values)
          onClose()
        }}
      />
    </Modal>
  )
}

/** What was left empty in a form says that nothing stands there any more. */
export const emptied = <T extends object, K extends keyof T>(values: T, names: readonly K[]): T & { [N in K]: Exclude<T[N], undefined> | null } =>
  ({ ...values, ...Object.fromEntries(names.map((name) => [name, values[name] ?? null])) }) as T & { [N in K]: Exclude<T[N], undefined> | null }
