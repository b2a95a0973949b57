import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'

import { Panel } from '@/components/panel'
import { SegmentedControl } from '@/components/segmented-control'
import { profileQuery } from '@/features/trace/api/get-profile'
import { FlameChart } from '@/features/trace/components/flame-chart'
import { ProfileTable } from '@/features/trace/components/profile-table'
import { TraceEmpty } from '@/features/trace/components/trace-empty'
import styles from '@/features/trace/components/trace.module.css'
import { messages } from '@/features/trace/messages'
import { treeOf } from '@/features/trace/profile-model'
import type { TraceScope } from '@/features/trace/scope'
import type { Profile } from '@/lib/api/models'
import { formatMoment } from '@/lib/format/time'

const HEIGHT = 320

const VIEWS = ['table', 'flame'] as const
type ProfileView = (typeof VIEWS)[number]

interface ProfilePanelProps {
  scope: TraceScope
  monitorLevel?: number | null | undefined
}

/** Where an endpoint's time goes, line by line. */
export function ProfilePanel({ scope, monitorLevel }: ProfilePanelProps) {
  const query = useQuery(profileQuery(scope))
  const [view, setView] = useState<ProfileView>('table')
  return (
    <Panel
      title={messages.kinds.profile.title}
      query={query}
      height={HEIGHT}
      tools={
        query.data?.profile_count ? (
          <SegmentedControl
            legend={messages.profileView}
            name="profile-view"
            options={VIEWS.map((value) => ({ value, label: messages.profileViews[value] }))}
            value={view}
            onChange={setView}
          />
        ) : undefined
      }
      empty={({ profile_count: count, reading }) =>
        count === 0 ? <TraceEmpty name="profile" reading={reading} monitorLevel={monitorLevel} /> : undefined
      }
    >
      {(profile) => <ProfileBody profile={profile} view={view} endpoint={scope.endpoint} />}
    </Panel>
  )
}

interface ProfileBodyProps {
  profile: Profile
  view: ProfileView
  endpoint: string
}

function ProfileBody({ profile, view, endpoint }: ProfileBodyProps) {
  const tree = useMemo(() => treeOf(profile), [profile])
  const { profile_count: count, first_at: first, last_at: last } = profile
  return (
    <div className={styles.stacked}>
      {first !== null && last !== null && (
        <p className={styles.note}>
          {messages.profiled(count, formatMoment(Date.parse(first)), formatMoment(Date.parse(last)))}
          {profile.is_cut && ` ${messages.cut}`}
        </p>
      )}
      {view === 'table' ? (
        <ProfileTable tree={tree} profileCount={count} />
      ) : (
        <FlameChart tree={tree} profileCount={count} endpoint={endpoint} />
      )}
    </div>
  )
}
