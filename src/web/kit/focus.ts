/**
 * The focus is never lost. A dialog or menu that closes gives it back to where the person came from, and a button that was busy for a
 * moment (disabled, so the browser took its focus away) has it again. Dialogs are drawn only while they are open, so none of them can do
 * this itself; here it is done for all.
 */
const layers = '[role=dialog], [role=menu], [role=listbox]'
const remembered = 12

interface Step {
  element: HTMLElement
  /** It was in something that lies over the page. */
  layer: boolean
}

/** Watches the whole document, as long as it is there. */
export function keepFocus(): void {
  let trail: Step[] = []
  let busy: HTMLElement | undefined
  const came = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return
    const before = trail.filter(({ element }) => element !== target && element.isConnected)
    trail = [...before, { element: target, layer: target.closest(layers) !== null }].slice(-remembered)
    busy = undefined
  }
  const mend = () => {
    const last = trail.at(-1)
    if (last?.element.matches(':disabled')) busy = last.element
    else if (last && document.activeElement === document.body) {
      if (last.element === busy && busy.isConnected) return busy.focus({ preventScroll: true })
      if (!last.layer || last.element.isConnected) return
      trail = trail.filter(({ element }) => element.isConnected)
      trail.findLast(({ element }) => element.checkVisibility())?.element.focus({ preventScroll: true })
    }
  }
  document.addEventListener('focusin', came)
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })
}
