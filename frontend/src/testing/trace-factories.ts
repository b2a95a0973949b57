import type {
  ExceptionGroup,
  Frame,
  Outlier,
  OutlierDetails,
  Profile,
  ProfileNode,
  TraceReading,
} from '@/lib/api/models'

const SPAN = { start: '2026-11-20T13:00:00Z', end: '2026-11-21T13:00:00Z' }
const READ: TraceReading = { is_offered: true, read_at: '2026-11-21T12:29:50Z' }

export function makeFrame(given: Partial<Frame> = {}): Frame {
  return { file: '/srv/app/shop/cart.py', line: 41, function: 'cart', code: 'rows = find(words)', ...given }
}

export function makeOutlier(given: Partial<Outlier> = {}): Outlier {
  return {
    id: '0a000000-0000-4000-8000-000000000001',
    endpoint: 'cart',
    at: '2026-11-21T12:00:00Z',
    execution_ms: 812.5,
    version: '1.3.0',
    group_by: 'ada',
    ip: '192.0.2.1',
    status: 200,
    ...given,
  }
}

export function makeOutlierDetails(given: Partial<OutlierDetails> = {}): OutlierDetails {
  return {
    ...makeOutlier(),
    is_request_shown: true,
    url: 'https://shop.example/cart?token=[masked]',
    headers: [{ name: 'Cookie', value: '[masked]' }],
    environment: [{ name: 'REQUEST_METHOD', value: 'GET' }],
    cpu_percent: [12.5, 80],
    memory_total_bytes: 8_000_000_000,
    memory_available_bytes: 2_000_000_000,
    stack: [makeFrame()],
    ...given,
  }
}

export function makeProfileNode(given: Partial<ProfileNode> = {}): ProfileNode {
  return { ...makeFrame(), depth: 0, count: 2, total_ms: 40, self_ms: 20, share: 1, ...given }
}

export function makeProfile(nodes: ProfileNode[], reading: TraceReading = READ): Profile {
  return {
    ...SPAN,
    reading,
    profile_count: nodes.length === 0 ? 0 : 2,
    first_at: nodes.length === 0 ? null : '2026-11-21T11:00:00Z',
    last_at: nodes.length === 0 ? null : '2026-11-21T12:00:00Z',
    total_ms: nodes.length === 0 ? 0 : 40,
    nodes,
    is_cut: false,
  }
}

export function makeException(given: Partial<ExceptionGroup> = {}): ExceptionGroup {
  return {
    id: '0e000000-0000-4000-8000-000000000001',
    endpoint: 'cart',
    type: 'KeyError',
    is_handled: false,
    count: 12,
    first_at: '2026-11-21T10:00:00Z',
    last_at: '2026-11-21T12:00:00Z',
    message: "'box'",
    version: '1.3.0',
    stack: [makeFrame()],
    ...given,
  }
}

/** A page of a list, in the time that is shown. */
export function listOf<Item>(items: Item[], reading: TraceReading = READ) {
  return { ...SPAN, reading, items, next_cursor: null }
}
