import type { ApiKey, DashboardLink, Session, Share } from '@/lib/api/models'

export function makeSession(given: Partial<Session> = {}): Session {
  return {
    id: '50000000-0000-4000-8000-000000000001',
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36',
    created_at: '2026-11-20T08:00:00Z',
    last_used_at: '2026-11-21T12:15:00Z',
    expires_at: '2026-12-20T08:00:00Z',
    current: false,
    ...given,
  }
}

export function makeApiKey(given: Partial<ApiKey> = {}): ApiKey {
  return {
    id: 'a0000000-0000-4000-8000-000000000001',
    label: 'Backup',
    scope: 'read',
    dashboard_ids: null,
    created_at: '2026-11-01T00:00:00Z',
    expires_at: null,
    last_used_at: '2026-11-21T12:00:00Z',
    ...given,
  }
}

export function makeShare(given: Partial<Share> = {}): Share {
  return {
    id: '50000000-0000-4000-8000-000000000008',
    invited: 'bob',
    role: 'viewer',
    created_at: '2026-11-01T00:00:00Z',
    ...given,
  }
}

export function makeLink(given: Partial<DashboardLink> = {}): DashboardLink {
  return {
    id: '10000000-0000-4000-8000-000000000001',
    label: 'Hall',
    has_password: false,
    created_at: '2026-11-01T00:00:00Z',
    expires_at: '2027-11-01T00:00:00Z',
    ...given,
  }
}
