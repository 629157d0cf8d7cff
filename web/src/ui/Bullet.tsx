import { useFormats } from './formats'

/** Actual as a bar against the plan's mark. The table beside it is its twin in words. */
export function Bullet({ plan, actual, label }: { plan: number; actual: number; label: string }) {
  const { number } = useFormats()
  const max = Math.max(plan, actual, Number.EPSILON) * 1.12
  const x = (v: number) => (Math.max(v, 0) / max) * 300
  return (
    <svg
      className="bullet"
      viewBox="0 0 300 22"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: ${number(actual)} / ${number(plan)}`}
    >
      <rect x="0" y="2" width="300" height="18" rx="4" fill="var(--line)" opacity=".55" />
      <rect x="0" y="2" width={x(plan * 0.8)} height="18" rx="4" fill="var(--line)" />
      <rect
        x="0"
        y="7"
        width={x(actual)}
        height="8"
        rx="2"
        fill={
          actual >= plan ? 'var(--good)' : actual < plan * 0.8 ? 'var(--bad)' : 'var(--mantine-color-lam-6)'
        }
      />
      <rect x={x(plan) - 1.5} y="1" width="3" height="20" fill="var(--mantine-color-text)" />
    </svg>
  )
}
