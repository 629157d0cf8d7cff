import {
  IconChecklist,
  IconHistory,
  IconLayoutDashboard,
  type IconProps,
  IconReportAnalytics,
  IconVideo,
} from '@tabler/icons-react'
import type { ParseKeys } from 'i18next'
import type { ComponentType } from 'react'
import type { FileRouteTypes } from '../routeTree.gen'

export type NavItem = { to: FileRouteTypes['to']; label: ParseKeys<'common'>; icon: ComponentType<IconProps> }

/** The office's screens, in the order of the navigation and of the spotlight. */
export const nav: NavItem[] = [
  { to: '/', label: 'nav.dashboard', icon: IconLayoutDashboard },
  { to: '/conferences', label: 'nav.conferences', icon: IconVideo },
  { to: '/reports', label: 'nav.reports', icon: IconReportAnalytics },
  { to: '/directives', label: 'nav.directives', icon: IconChecklist },
  { to: '/memory', label: 'nav.memory', icon: IconHistory },
]
