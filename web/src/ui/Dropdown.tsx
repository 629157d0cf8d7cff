import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'

export type DropdownItem = {
  label: string
  icon?: ReactNode
  /** Marks the choice that holds now. */
  current?: boolean
  disabled?: boolean
  onPick: () => void
}

/**
 * A small menu on the browser's own popover: no positioning library, closed by Escape and by a click elsewhere.
 * `target` draws the button from the attributes it is given.
 */
export function Dropdown({
  items,
  side = 'below',
  label,
  target,
}: {
  items: (DropdownItem | 'rule')[]
  side?: 'above' | 'below'
  label: string
  target: (attributes: { popoverTarget: string; 'aria-haspopup': 'menu' }) => ReactNode
}) {
  const id = useId()
  const menu = useRef<HTMLDivElement>(null)
  const holder = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const el = menu.current
    const place = (e: Event) => {
      const button = holder.current?.querySelector('button')?.getBoundingClientRect()
      if (!el || !button || (e as ToggleEvent).newState !== 'open') return
      requestAnimationFrame(() => {
        const box = el.getBoundingClientRect()
        const left = Math.max(8, Math.min(button.right - box.width, innerWidth - box.width - 8))
        const above = side === 'above' || button.bottom + box.height + 8 > innerHeight
        el.style.left = `${left}px`
        el.style.top = `${above ? button.top - box.height - 6 : button.bottom + 6}px`
        el.querySelector<HTMLButtonElement>('button:not(:disabled)')?.focus()
      })
    }
    el?.addEventListener('beforetoggle', place)
    return () => el?.removeEventListener('beforetoggle', place)
  }, [side])
  const step = (e: KeyboardEvent) => {
    const all = [...(menu.current?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? [])]
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key]
    if (to === undefined) return
    e.preventDefault()
    all[(to + all.length) % all.length]?.focus()
  }
  return (
    <span ref={holder} className="ui-dropdown">
      {target({ popoverTarget: id, 'aria-haspopup': 'menu' })}
      <div ref={menu} id={id} popover="auto" role="menu" aria-label={label} tabIndex={-1} onKeyDown={step}>
        {items.map((item, i) =>
          item === 'rule' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name
            <hr key={i} />
          ) : (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              disabled={item.disabled}
              aria-current={item.current}
              onClick={() => {
                menu.current?.hidePopover()
                item.onPick()
              }}
            >
              <span aria-hidden>{item.icon}</span>
              {item.label}
            </button>
          ),
        )}
      </div>
    </span>
  )
}
